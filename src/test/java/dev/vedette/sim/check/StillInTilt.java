package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.bus.Slice;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reference 12. Hellos, votes for others and other sentinels' switches go on in TILT; so does the beginning of a
 * failover that a person ordered. What was decided before and waited for the disk is no decision of TILT. The moment in
 * which TILT begins is forgiven: not every room has heard of it.
 */
final class StillInTilt extends Checker {
    private static final Set<String> ACTS = new TreeSet<>(Set.of(
            "+sdown",
            "-sdown",
            "+odown",
            "-odown",
            "+selected-slave",
            "+promoted-slave",
            "+slave-reconf-sent",
            "+slave-reconf-sent-be",
            "+convert-to-slave",
            "+fix-slave-config",
            "-failover-abort-slave-timeout"));

    private final Map<String, Duration> tiltSince = new TreeMap<>();
    private final Set<String> updates = new TreeSet<>();
    /** When the disk was first asked to keep an epoch. */
    private final Map<String, Duration> decided = new TreeMap<>();

    private final List<Observation.Commanded> sentNow = new ArrayList<>();
    /** Switches of now by failovers of one's own. */
    private final Map<String, String> switches = new TreeMap<>();

    StillInTilt(Court court) {
        super(Invariant.STILL_IN_TILT, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Started) {
            tiltSince.remove(who);
            decided.keySet().removeIf(key -> key.startsWith(who + " "));
        } else if (observation instanceof Observation.Saving saving && saving.slice() instanceof Slice.Epochs part) {
            decided.putIfAbsent(who + " " + part.current(), now());
        } else if (observation instanceof Observation.Announced announced) {
            event(who, announced.event());
        } else if (observation instanceof Observation.Ended) {
            sentNow.removeIf(sent -> sent.who().equals(who));
        } else if (observation instanceof Observation.Commanded sent) {
            sentNow.add(sent);
        } else if (observation instanceof Observation.Told told
                && told.fact() instanceof ElectionFact.CampaignStarted campaign
                && !campaign.forced()
                && inTilt(who)) {
            Duration since = decided.getOrDefault(who + " " + campaign.epoch(), now());
            if (since.compareTo(tiltSince.get(who)) > 0) {
                broken(who + " campaigns for " + campaign.master() + ", in TILT since " + ago(tiltSince.get(who)));
            }
        }
    }

    /**
     * An order is heard where it is sent, and the end of TILT a little later. A person's SENTINEL RESET ends a failover
     * by its switch, which comes first.
     */
    @Override
    void settled() {
        for (Observation.Commanded sent : sentNow) {
            if (inTilt(sent.who())) {
                broken(sent.who() + " changes the role of " + sent.server().address() + ", in TILT since "
                        + ago(tiltSince.get(sent.who())));
            }
        }
        sentNow.clear();
        switches.forEach((key, what) -> broken(what));
        switches.clear();
    }

    private boolean inTilt(String who) {
        Duration since = tiltSince.get(who);
        return since != null && since.compareTo(now()) < 0;
    }

    private void event(String who, SentinelEvent event) {
        String key = who + " " + event.master();
        switch (event.name()) {
            case "+tilt" -> tiltSince.putIfAbsent(who, now());
            case "-tilt" -> tiltSince.remove(who);
            case "+config-update-from" -> updates.add(key);
            case "+switch-master" -> {
                if (!updates.remove(key) && inTilt(who)) {
                    switches.put(
                            key,
                            who + " switches by a failover of its own, in TILT since " + ago(tiltSince.get(who)) + ": "
                                    + event.payload());
                }
            }
            case "+reset-master" -> switches.remove(key);
            default -> {
                boolean late = event.name().endsWith("odown") && cast.catchesUp(who);
                if (ACTS.contains(event.name()) && inTilt(who) && !late) {
                    broken(who + " says " + event.name() + " " + event.payload() + ", in TILT since "
                            + ago(tiltSince.get(who)));
                }
            }
        }
    }
}
