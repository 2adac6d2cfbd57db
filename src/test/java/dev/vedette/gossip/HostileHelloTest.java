package dev.vedette.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Stage;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.PeersReport;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.Moment;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody may write on the hello channel who may publish there, and what it must not do. */
class HostileHelloTest {
    private static final AddressBook BOOK = new AddressBook(NamePolicy.DEFAULT);
    private static final String ME = "f".repeat(40);
    private static final String PEER = "1".repeat(40);
    private static final String GOOD = "10.0.1.1,26379," + PEER + ",7,one,10.0.0.1,6379,5";
    private static final MasterName ONE = new MasterName("one");
    private static final LinkId MASTER = new LinkId.Node(ONE, new Address("10.0.0.1", 6379));

    private final Stage stage = stage();

    /** Epoch 7; config epoch 5; one peer. */
    private static Stage stage() {
        TreeMap<RunId, Address> peers = new TreeMap<>();
        peers.put(new RunId(PEER), new Address("10.0.1.1", 26379));
        TreeMap<MasterName, MasterState> masters = new TreeMap<>();
        masters.put(
                ONE,
                new MasterState(
                        new Address("10.0.0.1", 6379),
                        MasterSettings.withQuorum(2),
                        new Epoch(5),
                        Epoch.ZERO,
                        new TreeSet<>(),
                        peers));
        Moment now = Moment.ofMillis(50_000);
        SentinelState state = new SentinelState(new RunId(ME), new Epoch(7), masters);
        Stage stage = new Stage(new Gossip(state, SentinelSettings.DEFAULTS, now), now, new Stage.Prompter() {
            @Override
            public @Nullable Reply reply(LinkId link, Errand errand) {
                return null;
            }

            @Override
            public @Nullable LinkFact opened(LinkOrder.Open order) {
                return null;
            }
        });
        stage.begin();
        stage.take(new LinkFact.HelloHeard(MASTER, GOOD));
        stage.forget();
        return stage;
    }

    private List<Effect> hear(String payload) {
        return stage.take(new LinkFact.HelloHeard(MASTER, payload));
    }

    private List<PeersReport.Entry> known() {
        return stage.ask(new Ask.Peers(), PeersReport.class).peers().get(ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",,,,,,,",
                "10.0.1.9,26379,2222222222222222222222222222222222222222,99,one,10.6.6.6,6379",
                "10.0.1.9,26379,2222222222222222222222222222222222222222,99,on,e,10.6.6.6,6379,99",
                "10.0.1.9,-7,2222222222222222222222222222222222222222,99,one,10.6.6.6,6379,99",
                "10.0.1.9,26379,2222222222222222222222222222222222222222,99,one,10.6.6.6,70000,99",
                "10.0.1.9,26379,2222222222222222222222222222222222222222,99,one,10.6.6.6,6379,99999999999999999999",
                "10.0.1.9,26379,2222222222222222222222222222222222222222,-1,one,10.6.6.6,6379,99",
                "10.0.1.1,26379,1111111111111111111111111111111111111111,9223372036854775807,one,10.6.6.6,6379,9",
                "10.0.1.1,26379,1111111111111111111111111111111111111111,9,one,10.6.6.6,6379,9223372036854775807",
                "10.0.1.1,26379,1111111111111111111111111111111111111111,18446744073709551615,one,10.6.6.6,6379,9",
                "10.0.1.9,26379,short,99,one,10.6.6.6,6379,99",
                "10.0.1.9,26379,222222222222222222222222222222222222222\n,99,one,10.6.6.6,6379,99",
                "10.0.1.9,26379,2222222222222222222222222222222222222222,99,one\r\n,10.6.6.6,6379,99",
                "10.0.1.9,26379,2222222222222222222222222222222222222222,99,other,10.6.6.6,6379,99",
                "10.0.1.9,26379,2222222222222222222222222222222222222222,99,\ufffd\ufffd,10.6.6.6,6379,99"
            })
    void changesNothingAndIsLogged(String payload) {
        List<Effect> effects = hear(payload);
        assertEquals(1, effects.size(), effects::toString);
        String line = stage.remarks().get(0);
        assertTrue(line.startsWith("ignoring a hello: "), line);
        assertEquals(1, known().size());
    }

    @Test
    void ourOwnIdIsIgnoredAndLoggedWhereItIsNotOurOwnHello() {
        String own = GOOD.replace(PEER, ME).replace(",5", ",9");
        assertEquals(List.of(), hear(own));
        stage.take(new Ask.TakeHello(own));
        assertEquals(1, stage.remarks().size(), () -> "" + stage.remarks());
        assertTrue(stage.remarks().get(0).contains("says that it is from us"));
    }

    @Test
    void aFloodIsALineAMinute() {
        for (int second = 0; second < 150; second++) {
            for (int i = 0; i < 100; i++) {
                hear("flood " + i);
            }
            stage.run(Duration.ofSeconds(1));
        }
        assertEquals(3, stage.remarks().size(), () -> "" + stage.remarks());
        assertEquals(
                "ignoring a hello: it does not have 8 fields: flood 0 (and 6099 more before it)",
                stage.remarks().get(1));
    }

    @Test
    void aLineIsShortHoweverLongTheHelloIs() {
        hear("x".repeat(1_000_000));
        assertTrue(stage.remarks().get(0).length() < 300);
    }

    /** Whatever comes in: nobody throws, and only what is wholly well formed changes anything. */
    @Test
    void noTextChangesAnythingUnlessItIsAHello() {
        Random random = new Random(42);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder("10.0.1.9,26379," + "2".repeat(40) + ",7,one,10.0.0.1,6379,5");
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0xffff));
                    default -> text.insert(at, ",9:-\n\u0000e".charAt(random.nextInt(7)));
                }
            }
            Stage fresh = stage();
            List<Effect> effects = fresh.take(new LinkFact.HelloHeard(MASTER, text.toString()));
            if (HelloMessage.read(text.toString(), BOOK).hello() == null) {
                refused++;
                assertTrue(
                        effects.stream().allMatch(Effect.Remark.class::isInstance), () -> text + " led to " + effects);
            }
        }
        assertTrue(refused > 5_000 && refused < 20_000, "refused " + refused);
    }
}
