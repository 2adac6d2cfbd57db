package dev.vedette.sim.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script, read but not played: the cast, what is done when, and what is expected. The expectations hold also for
 * whoever has the conversation written anew, so what a story is there to show belongs among them.
 */
final class Script {
    record At(Duration time, String deed) {}

    /** @param by who has to say it; null for anybody */
    record On(String event, @Nullable String by, Duration delay, String deed) {}

    record Expect(Duration time, boolean exactly, String condition) {}

    /** How often an event is said in the whole story. */
    record Count(
            int atLeast, int atMost, String event, @Nullable String by) {}

    final Cast cast = new Cast();
    final List<At> deeds = new ArrayList<>();
    final List<On> reactions = new ArrayList<>();
    final List<Expect> expectations = new ArrayList<>();
    final List<Count> counts = new ArrayList<>();
    final List<String> hidden = new ArrayList<>();
    Duration shownFrom = Duration.ZERO;
    Duration end = Duration.ofSeconds(10);

    private Script() {}

    static Script parse(List<String> lines) {
        Script script = new Script();
        Phrases<Runnable> phrases = script.phrases(script.cast.phrases());
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                try {
                    phrases.meaning(lines.get(i).strip()).run();
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + (i + 1) + " of the script: " + e.getMessage(), e);
                }
            }
        }
        return script;
    }

    private Phrases<Runnable> phrases(Phrases<Runnable> phrases) {
        return phrases.when("at ((?:\\d[\\w.]*(?:, )?)+) ([^\\d].*)", said -> () -> {
                    for (String time : said.group(1).split(", ")) {
                        deeds.add(new At(Phrases.time(time), said.group(2)));
                    }
                })
                .when(
                        "on EVENT(?:, TIME later)?, (.+)",
                        said -> () -> reactions.add(new On(
                                said.group(1),
                                said.group(2),
                                said.group(3) == null ? Duration.ZERO : Phrases.time(said.group(3)),
                                said.group(4))))
                .when("expect by TIME: (.+)", said -> () -> expect(said.group(1), false, said.group(2)))
                .when("expect at TIME: (.+)", said -> () -> expect(said.group(1), true, said.group(2)))
                .when("expect no EVENT", said -> () -> count(0, 0, said.group(1), said.group(2)))
                .when("expect some EVENT", said -> () -> count(1, Integer.MAX_VALUE, said.group(1), said.group(2)))
                .when("expect NUMBER EVENT", said -> () -> {
                    int times = Integer.parseInt(said.group(1));
                    count(times, times, said.group(2), said.group(3));
                })
                .when("show from TIME", said -> () -> shownFrom = Phrases.time(said.group(1)))
                .when(
                        "hide (.+)",
                        said -> () -> hidden.addAll(List.of(said.group(1).split(", "))))
                .when("end at TIME", said -> () -> end = Phrases.time(said.group(1)));
    }

    private void count(int atLeast, int atMost, String event, @Nullable String by) {
        counts.add(new Count(atLeast, atMost, event, by));
    }

    private void expect(String time, boolean exactly, String condition) {
        expectations.add(new Expect(Phrases.time(time), exactly, condition));
    }
}
