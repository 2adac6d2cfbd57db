package dev.vedette.election;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.bus.Answer;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.Errand;
import dev.vedette.bus.Slice;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Could the process die between any two effects and have shown more than is on disk? Follows every list effect by
 * effect, with the disk as it would be at that point.
 */
final class Guillotine implements Consumer<List<Effect>> {
    private Epoch current;
    private final SortedMap<MasterName, Epoch> leaders = new TreeMap<>();
    int persisted;

    Guillotine(Epoch current, SortedMap<MasterName, Epoch> onDisk) {
        this.current = current;
        leaders.putAll(onDisk);
    }

    Slice.Epochs disk() {
        return new Slice.Epochs(current, leaders);
    }

    @Override
    public void accept(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Persist persist) {
                assertTrue(persist.ifDiskFails() == Effect.IfDiskFails.HOLD, "a promise is not made on a broken disk");
                save((Slice.Epochs) persist.slice());
            } else if (effect instanceof Effect.Tell tell) {
                told(tell);
            } else if (effect instanceof Effect.Announce announce) {
                announced(announce);
            } else if (effect instanceof Effect.Command command
                    && command.errand() instanceof Errand.IsMasterDown question) {
                shown(question.epoch(), effect);
            } else if (effect instanceof Effect.Reply reply) {
                replied(reply);
            }
        }
    }

    private void save(Slice.Epochs slice) {
        assertTrue(slice.current().compareTo(current) >= 0, "the epoch on disk goes back to " + slice);
        slice.leaders().forEach((name, epoch) -> {
            assertTrue(
                    epoch.compareTo(leaders.getOrDefault(name, Epoch.ZERO)) >= 0,
                    "a vote on disk is taken back by " + slice);
        });
        current = slice.current();
        leaders.clear();
        leaders.putAll(slice.leaders());
        persisted++;
    }

    private void told(Effect.Tell tell) {
        if (tell.fact() instanceof ElectionFact.EpochChanged changed) {
            shown(changed.epoch(), tell);
        } else if (tell.fact() instanceof ElectionFact.CampaignStarted started) {
            voted(started.master(), started.epoch(), tell);
        } else if (tell.fact() instanceof ElectionFact.Elected elected) {
            voted(elected.master(), elected.epoch(), tell);
        }
    }

    private void announced(Effect.Announce announce) {
        String payload = announce.event().payload();
        if (announce.event().name().equals("+new-epoch")) {
            shown(epoch(payload), announce);
        } else if (announce.event().name().equals("+vote-for-leader")) {
            voted(announce.event().master(), epoch(payload.split(" ")[1]), announce);
        }
    }

    private void replied(Effect.Reply reply) {
        if (reply.answer() instanceof Answer.Ballot ballot) {
            shown(ballot.leaderEpoch(), reply);
            assertTrue(
                    ballot.leaderEpoch().equals(Epoch.ZERO) || leaders.containsValue(ballot.leaderEpoch()),
                    "a vote is shown that is not on disk: " + reply);
        } else if (reply.answer() instanceof ElectionReport report) {
            shown(report.currentEpoch(), reply);
        }
    }

    private static Epoch epoch(String text) {
        return new Epoch(Long.parseUnsignedLong(text));
    }

    private void shown(Epoch epoch, Effect effect) {
        assertTrue(!epoch.isAfter(current), "disk has epoch " + current + " when this leaves: " + effect);
    }

    private void voted(MasterName master, Epoch epoch, Effect effect) {
        shown(epoch, effect);
        Epoch saved = leaders.getOrDefault(master, Epoch.ZERO);
        assertTrue(!epoch.isAfter(saved), "disk has a vote in " + saved + " when this leaves: " + effect);
    }
}
