package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.bus.Slice;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Reason;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An attempt, or a vote for somebody else, holds a sentinel back for twice failover-timeout by its own clock, counted
 * from the decision, which is when the disk was asked to keep it. A switch, a reset or a restart ends that; and so does
 * each of the excuses, once the sentinel has given it as a reason. A vote that is cast after the failover that it was
 * for has been heard of holds nobody back: the request had waited behind a disk that was full. Nor does one that may
 * have waited so, when a switch came meanwhile: the election heard of both in the order in which they came.
 */
final class CoolDown extends Checker {
    private record Pause(Duration since, String why) {}

    /**
     * From when to when a sentinel waited for its disk; what it decided at the end may have come since the beginning.
     */
    private record Held(Duration from, Duration to) {}

    /** Between the disk's answer and what is decided upon it: writes of the state for others. */
    private static final Duration AT_ONCE = Duration.ofMillis(10);

    private final Set<Reason> excuses;
    /** By sentinel and master. */
    private final Map<String, Pause> pauses = new TreeMap<>();

    /** When a switch, a reset or a removal last began everything anew. */
    private final Map<String, Duration> fresh = new TreeMap<>();

    private final Map<String, Duration> timeouts = new TreeMap<>();
    /** By sentinel and epoch. */
    private final Map<String, Duration> decided = new TreeMap<>();

    private final Map<String, Held> held = new TreeMap<>();

    CoolDown(Court court, Set<Reason> excuses) {
        super(Invariant.COOL_DOWN, court);
        this.excuses = excuses;
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Started started) {
            for (Map<String, ?> memory : List.of(pauses, fresh, timeouts, decided, held)) {
                memory.keySet().removeIf(key -> (key + " ").startsWith(who + " "));
            }
            started.state()
                    .masters()
                    .forEach((name, master) ->
                            shortest(who, name, master.settings().failoverTimeout()));
        } else if (observation instanceof Observation.Saving saving && saving.slice() instanceof Slice.Epochs part) {
            decided.putIfAbsent(who + " " + part.current(), court.now(who));
        } else if (observation instanceof Observation.Announced announced) {
            event(who, announced.event());
        } else if (observation instanceof Observation.Noted noted) {
            if (noted.note().text().startsWith("campaign over: ")) {
                // The election hears of what ended it when the disk lets it: what it tried before is over with it.
                pauses.remove(who + " " + noted.note().master());
            }
            excused(who, noted.note().master(), noted.note().text());
        } else if (observation instanceof Observation.Told told) {
            if (told.fact() instanceof MonitorFact.Topology topology) {
                shortest(
                        who,
                        topology.master().name(),
                        topology.master().settings().failoverTimeout());
            } else if (told.fact() instanceof ElectionFact.CampaignStarted campaign) {
                campaigns(who, campaign);
            }
        }
    }

    /** A person may have changed it meanwhile. */
    private void shortest(String who, MasterName master, Duration timeout) {
        timeouts.merge(who + " " + master, timeout, (one, other) -> one.compareTo(other) < 0 ? one : other);
    }

    private void event(String who, SentinelEvent event) {
        switch (event.name()) {
            case "+switch-master", "+reset-master", "-monitor" -> {
                pauses.remove(who + " " + event.master());
                fresh.put(who + " " + event.master(), court.now(who));
            }
            case "+vote-for-leader" -> {
                String[] word = event.payload().split(" ");
                Duration asked = asked(who, decided(who, word[1]));
                if (!word[0].equals(cast.id(who).value()) && !isOver(who, event.master(), word[1])) {
                    String vote = "voted for " + word[0] + " in epoch " + word[1];
                    begin(who + " " + event.master(), new Pause(decided(who, word[1]), vote), asked);
                }
            }
            default -> excused(who, event.master(), event.reason());
        }
    }

    private boolean isOver(String who, @Nullable MasterName master, String epoch) {
        MasterPicture picture = master == null ? null : cast.picture(who, master);
        return picture != null && !new Epoch(Long.parseUnsignedLong(epoch)).isAfter(picture.configEpoch());
    }

    /**
     * Since when the question may have waited whose answer was decided at this time, and is let out by the disk now.
     */
    private Duration asked(String who, Duration since) {
        Held before = held.get(who);
        boolean goesOn = before != null && since.compareTo(before.to().plus(AT_ONCE)) <= 0;
        Duration from = before != null && goesOn ? before.from() : since;
        held.put(who, new Held(from, court.now(who)));
        return from;
    }

    /** What the disk held back until after a fresh start was over before it was heard. */
    private void begin(String key, Pause pause, Duration asked) {
        Duration start = fresh.get(key);
        if (start == null || start.compareTo(asked) < 0) {
            pauses.put(key, pause);
        }
    }

    private void excused(String who, @Nullable MasterName master, @Nullable String reason) {
        if (reason != null && excuses.stream().anyMatch(excuse -> reason.contains(excuse.sentence()))) {
            pauses.remove(who + " " + master);
        }
    }

    private Duration decided(String who, String epoch) {
        return decided.getOrDefault(who + " " + epoch, court.now(who));
    }

    private void campaigns(String who, ElectionFact.CampaignStarted campaign) {
        String key = who + " " + campaign.master();
        Duration at = decided(who, campaign.epoch().toString());
        Pause pause = pauses.remove(key);
        begin(key, new Pause(at, "tried in epoch " + campaign.epoch()), at);
        Duration timeout = timeouts.get(key);
        if (pause != null && timeout != null && !campaign.forced()) {
            Duration waited = at.minus(pause.since());
            if (waited.compareTo(timeout.multipliedBy(2)) < 0) {
                broken(who + " campaigns for " + campaign.master() + " in epoch " + campaign.epoch() + ", "
                        + waited.toMillis() + " ms after it " + pause.why());
            }
        }
    }
}
