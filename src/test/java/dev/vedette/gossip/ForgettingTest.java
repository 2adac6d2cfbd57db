package dev.vedette.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Stage;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Reply;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.Moment;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SentinelState;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sentinels that are gone for good are what SENTINEL RESET is for. */
class ForgettingTest {
    private static final MasterName ONE = new MasterName("one");
    private static final RunId GONE = new RunId("1".repeat(40));

    private final Stage stage = stage();

    private static Stage stage() {
        TreeMap<RunId, Address> peers = new TreeMap<>(Map.of(GONE, new Address("10.0.1.1", 26379)));
        MasterState one = new MasterState(
                new Address("10.0.0.1", 6379),
                MasterSettings.withQuorum(2),
                Epoch.ZERO,
                Epoch.ZERO,
                new TreeSet<>(),
                peers);
        SentinelState state = new SentinelState(new RunId("f".repeat(40)), Epoch.ZERO, new TreeMap<>(Map.of(ONE, one)));
        Moment now = Moment.ofMillis(50_000);
        Stage stage = new Stage(new Gossip(state, SentinelSettings.DEFAULTS, now), now, new Stage.Prompter() {
            @Override
            public Reply reply(LinkId link, Errand errand) {
                return new Reply.Done("0");
            }

            @Override
            public @Nullable LinkFact opened(LinkOrder.Open order) {
                throw new AssertionError("gossip opens nothing");
            }
        });
        stage.begin();
        return stage;
    }

    @Test
    void theyDoNotComeBackAtTheNextStart() {
        stage.forget();
        stage.take(new MonitorFact.MasterReset(ONE));
        Slice.Peers saved = (Slice.Peers) stage.all(Effect.Save.class).get(0).slice();
        assertEquals(new TreeMap<>(), saved.peers().getOrDefault(ONE, new TreeMap<>()));
    }
}
