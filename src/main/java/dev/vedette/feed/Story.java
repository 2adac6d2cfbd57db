package dev.vedette.feed;

import dev.vedette.model.Limits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one master from the first doubt to the end, as it can be read afterwards. An incident, and not an
 * attempt: a failover that needs three elections is one story with three tries.
 */
final class Story {
    /** How every event begins that ends an attempt. */
    static final String ABORT = "-failover-abort";

    /** How it stands, or ended. */
    enum Outcome {
        RUNNING,
        /** A new master, and this sentinel led. */
        DONE,
        /** A new master, and another sentinel led. */
        FOLLOWED,
        /** The old master came back before anything was done. */
        RECOVERED,
        /** Given up, and the old master is alive. */
        ABORTED,
        /** The master is not watched any more, or was reset. */
        CANCELLED,
        /** This process ended before the story did. */
        INTERRUPTED
    }

    /** The parts of a story that a person counts. */
    enum Phase {
        DETECTED("+sdown"),
        AGREED("+odown"),
        ELECTED("+elected-leader"),
        SELECTED("+selected-slave"),
        PROMOTED("+promoted-slave"),
        REPOINTED("+slave-reconf-done"),
        ENDED("+switch-master");

        private final String event;

        Phase(String event) {
            this.event = event;
        }
    }

    record Step(
            Instant at,
            String event,
            String payload,
            @Nullable String reason) {}

    private final String id;
    private final String master;
    private final List<Step> steps = new ArrayList<>();
    private Outcome outcome = Outcome.RUNNING;
    private String from;
    private String to = "";
    private String epoch = "";
    private String leader = "";
    /** In which epoch this sentinel last asked for votes. */
    private String sought = "";

    private String reason = "";
    private int tries;
    private int forgotten;
    private boolean forced;

    Story(String id, String master, String from) {
        this.id = id;
        this.master = master;
        this.from = from;
    }

    void add(Step step) {
        if (steps.size() < Limits.FAILOVER_STEPS) {
            steps.add(step);
        } else {
            forgotten++;
        }
    }

    void seekingVotes(String inEpoch) {
        tries++;
        epoch = inEpoch;
        sought = inEpoch;
    }

    void votedFor(String candidate, String inEpoch) {
        leader = candidate;
        epoch = inEpoch;
    }

    void because(@Nullable String why) {
        reason = why == null ? "" : why;
    }

    void switched(String old, String next) {
        from = old;
        to = next;
    }

    void ordered() {
        forced = true;
    }

    /** Who asked for votes gave its own to itself; where it only followed, somebody else led, and it cannot say who. */
    void end(Outcome how) {
        outcome = how;
        if (how == Outcome.FOLLOWED && epoch.equals(sought)) {
            leader = "";
        }
    }

    String id() {
        return id;
    }

    String master() {
        return master;
    }

    Outcome outcome() {
        return outcome;
    }

    int tries() {
        return tries;
    }

    boolean has(Phase phase) {
        return steps.stream().anyMatch(step -> step.event().equals(phase.event));
    }

    /** Nobody agreed, and nobody campaigned. */
    boolean isOnlyADoubt() {
        return !has(Phase.AGREED) && tries == 0;
    }

    /** Its last attempt has ended without a new master, and no election has been won since. */
    boolean wasGivenUpLast() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            String event = steps.get(i).event();
            if (event.startsWith(ABORT) || event.equals(Phase.ELECTED.event)) {
                return event.startsWith(ABORT);
            }
        }
        return false;
    }

    Instant begun() {
        return steps.isEmpty() ? Instant.EPOCH : steps.get(0).at();
    }

    Instant last() {
        return steps.isEmpty() ? Instant.EPOCH : steps.get(steps.size() - 1).at();
    }

    /** When a phase was reached for the last time, or null. */
    @Nullable
    Duration after(Phase phase) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).event().equals(phase.event)) {
                return Duration.between(begun(), steps.get(i).at());
            }
        }
        return null;
    }

    JsonObject json() {
        JsonObject phases = new JsonObject();
        for (Phase phase : Phase.values()) {
            Duration after = after(phase);
            if (after != null) {
                phases.put(word(phase), after.toMillis());
            }
        }
        JsonArray list = new JsonArray();
        for (Step step : steps) {
            JsonObject json = new JsonObject()
                    .put("at", Times.text(step.at()))
                    .put("ms", Duration.between(begun(), step.at()).toMillis())
                    .put("event", step.event())
                    .put("payload", step.payload());
            list.add(step.reason() == null ? json : json.put("reason", step.reason()));
        }
        return new JsonObject()
                .put("id", id)
                .put("master", master)
                .put("outcome", word(outcome))
                .put("from", from)
                .put("to", to)
                .put("epoch", epoch)
                .put("leader", leader)
                .put("forced", forced)
                .put("tries", tries)
                .put("reason", reason)
                .put("begun", Times.text(begun()))
                .put("ms", Duration.between(begun(), last()).toMillis())
                .put("phases", phases)
                .put("steps", list)
                .put("stepsForgotten", forgotten);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A story that {@link #json} has written. */
    static Story of(JsonObject json) {
        Story story = new Story(json.getString("id", ""), json.getString("master", ""), json.getString("from", ""));
        story.to = json.getString("to", "");
        story.epoch = json.getString("epoch", "");
        story.leader = json.getString("leader", "");
        story.reason = json.getString("reason", "");
        story.forced = json.getBoolean("forced", false);
        story.tries = json.getInteger("tries", 0);
        story.forgotten = json.getInteger("stepsForgotten", 0);
        Outcome told = outcome(json.getString("outcome", ""));
        story.outcome = told == Outcome.RUNNING ? Outcome.INTERRUPTED : told;
        for (Object each : json.getJsonArray("steps", new JsonArray())) {
            if (each instanceof JsonObject step) {
                story.add(new Step(
                        instant(step.getString("at", "")),
                        step.getString("event", ""),
                        step.getString("payload", ""),
                        step.getString("reason")));
            }
        }
        return story;
    }

    private static Outcome outcome(String word) {
        for (Outcome outcome : Outcome.values()) {
            if (word(outcome).equals(word)) {
                return outcome;
            }
        }
        return Outcome.INTERRUPTED;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
