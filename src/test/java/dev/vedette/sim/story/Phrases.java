package dev.vedette.sim.story;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be said in one place of a script, each phrase with its meaning. */
final class Phrases<T> {
    private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m)");
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Map<Pattern, Function<Matcher, T>> phrases = new LinkedHashMap<>();

    /**
     * @param phrase where {@code TIME} stands for a time, {@code NAMES} for one or more words, {@code NAME} for one,
     *     and {@code EVENT} for an event and perhaps who says it
     */
    Phrases<T> when(String phrase, Function<Matcher, T> meaning) {
        String regex = phrase.replace("EVENT", "([+-][\\w-]+)(?: by NAME)?")
                .replace("TIME", "(\\d[\\d.]*(?:ms|s|m))")
                .replace("NAMES", "([\\w ]+?)")
                .replace("NAME", "(\\w+)")
                .replace("NUMBER", "(\\d+)");
        phrases.put(Pattern.compile(regex), meaning);
        return this;
    }

    T meaning(String text) {
        for (Map.Entry<Pattern, Function<Matcher, T>> phrase : phrases.entrySet()) {
            Matcher matcher = phrase.getKey().matcher(text);
            if (matcher.matches()) {
                return phrase.getValue().apply(matcher);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is none of " + phrases.keySet());
    }

    static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no time such as 300ms, 1.5s or 2m");
        }
        double millis = Double.parseDouble(matcher.group(1))
                * switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    default -> 60_000;
                };
        return Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI));
    }
}
