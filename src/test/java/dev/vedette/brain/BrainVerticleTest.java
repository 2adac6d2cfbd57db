package dev.vedette.brain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect.IfDiskFails;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Answer;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Begin;
import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.Input;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Note;
import dev.vedette.bus.Pulse;
import dev.vedette.bus.Slice;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.SystemClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gate: what stands behind a Persist waits for the disk, and everything else waits behind that. */
class BrainVerticleTest {
    private static final Slice SLICE = new Slice.Epochs(Epoch.ZERO, new TreeMap<>());

    /** Has the brain do this. */
    private record Do(Consumer<Out> what) implements Alarm {}

    /** Does what it is told, and answers questions with what it was told last. */
    private static final class Puppet extends Brain {
        private Consumer<Out> answer = out -> out.answer(Outcome.DONE);

        private Puppet() {
            on(Do.class, todo -> todo.what().accept(out));
            on(Pulse.class, pulse -> say(out, "pulse " + pulse.sequence()));
            on(MonitorFact.Tilt.class, tilt -> say(out, tilt.on() ? "tilt" : "no tilt"));
            on(Ask.Votes.class, ask -> answer.accept(out));
        }

        @Override
        public String name() {
            return "puppet";
        }

        @Override
        public String address() {
            return Bus.ASK_ELECTION;
        }

        @Override
        protected void started() {
            out.remark(Level.NOTICE, null, "started");
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Message<BusMessage>> disk = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final Puppet puppet = new Puppet();
    private LocalBus bus;

    @BeforeEach
    void deploy() throws Exception {
        LocalBus.install(vertx);
        bus = LocalBus.of(vertx);
        bus.consume(Bus.CONFIG, disk::add);
        bus.consume(Bus.NOTE, note -> said.add(((Note) note.body()).text()));
        await(vertx.deployVerticle(new BrainVerticle(puppet, new SystemClock(), status -> givenUp.incrementAndGet())));
        bus.publish(Bus.BEGIN, new Begin());
        assertSays("started");
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void whatIsBehindAPersistWaitsForTheDisk() throws Exception {
        tell(out -> {
            say(out, "before");
            persist(out, IfDiskFails.HOLD);
            say(out, "after");
        });
        assertSays("before");
        Message<BusMessage> write = disk.poll(5, TimeUnit.SECONDS);
        assertSaysNothing();
        LocalBus.reply(write, Outcome.DONE);
        assertSays("after");
    }

    /** However many there are: they are decided together, and wait for one write. */
    @Test
    void inputsWaitInTheirOrderAndShareAWrite() throws Exception {
        tell(out -> persist(out, IfDiskFails.HOLD));
        tell(out -> say(out, "1"));
        for (int i = 2; i < 100; i++) {
            String number = String.valueOf(i);
            tell(out -> {
                persist(out, IfDiskFails.HOLD);
                say(out, number);
            });
        }
        tell(out -> say(out, "100"));
        LocalBus.reply(disk.poll(5, TimeUnit.SECONDS), Outcome.DONE);
        assertSays("1");
        Message<BusMessage> together = disk.poll(5, TimeUnit.SECONDS);
        assertSaysNothing();
        assertEquals(98, ((ConfigAsk.Save) together.body()).slices().size());
        LocalBus.reply(together, Outcome.DONE);
        for (int i = 2; i <= 100; i++) {
            assertSays(String.valueOf(i));
        }
        assertSaysNothing();
        assertNull(disk.poll(), "nothing else is written");
    }

    /** What happened before TILT and is heard after it is heard by somebody in TILT. */
    @Test
    void tiltIsHeardBeforeWhateverElseWaits() throws Exception {
        puppet.answer = out -> {
            say(out, "question");
            out.answer(Outcome.DONE);
        };
        tell(out -> persist(out, IfDiskFails.HOLD));
        Future<Outcome> question = ask();
        bus.send(puppet.address(), (Input) new MonitorFact.Tilt(true));
        bus.send(puppet.address(), (Input) new MonitorFact.Tilt(false));
        LocalBus.reply(disk.poll(5, TimeUnit.SECONDS), Outcome.DONE);
        assertSays("tilt");
        assertSays("no tilt");
        assertSays("question");
        assertEquals(Outcome.DONE, await(question));
    }

    /** Each tells what all before it would have told. */
    @Test
    void ofThePulsesTheLastOneIsHeardBehindAllOthers() throws Exception {
        tell(out -> persist(out, IfDiskFails.HOLD));
        for (int i = 1; i <= 3; i++) {
            bus.publish(Bus.PULSE, new Pulse(i));
        }
        tell(out -> say(out, "alarm"));
        LocalBus.reply(disk.poll(5, TimeUnit.SECONDS), Outcome.DONE);
        assertSays("alarm");
        assertSays("pulse 3");
        assertSaysNothing();
    }

    @Test
    void anAlarmWaitsBehindWhateverElseWaits() throws Exception {
        puppet.answer = out -> {
            say(out, "question");
            out.answer(Outcome.DONE);
        };
        tell(out -> persist(out, IfDiskFails.HOLD));
        tell(out -> say(out, "alarm"));
        Future<Outcome> question = ask();
        LocalBus.reply(disk.poll(5, TimeUnit.SECONDS), Outcome.DONE);
        assertSays("question");
        assertSays("alarm");
        assertEquals(Outcome.DONE, await(question));
    }

    @Test
    void proceedGoesOnWithoutTheDiskButSaysSo() throws Exception {
        puppet.answer = out -> {
            persist(out, IfDiskFails.PROCEED);
            out.answer(Outcome.DONE);
        };
        Future<Outcome> first = ask();
        LocalBus.reply(disk.poll(5, TimeUnit.SECONDS), Outcome.NOT_SAVED);
        assertEquals(Outcome.NOT_SAVED, await(first));
        Future<Outcome> second = ask();
        LocalBus.reply(disk.poll(5, TimeUnit.SECONDS), Outcome.DONE);
        assertEquals(Outcome.DONE, await(second), "the failure was the first one's");
    }

    /** What was asked before the failure, or is no plain DONE, is answered as it is. */
    @Test
    void aFailureOnlySpoilsWhatStandsBehindIt() throws Exception {
        tell(out -> persist(out, IfDiskFails.PROCEED));
        puppet.answer = out -> {
            persist(out, IfDiskFails.PROCEED);
            out.answer(Outcome.NO_SUCH_MASTER);
        };
        Future<Outcome> refused = ask();
        LocalBus.reply(disk.poll(5, TimeUnit.SECONDS), Outcome.DONE);
        LocalBus.reply(disk.poll(5, TimeUnit.SECONDS), Outcome.NOT_SAVED);
        assertEquals(Outcome.NO_SUCH_MASTER, await(refused));
    }

    /** The second of patience is the real one: the shell reads it from the constants, and the test waits it out. */
    @Test
    void proceedGoesOnWhenTheDiskHangs() throws Exception {
        puppet.answer = out -> {
            persist(out, IfDiskFails.PROCEED);
            out.answer(Outcome.DONE);
        };
        Future<Outcome> first = ask();
        Future<Outcome> second = ask();
        Message<BusMessage> hung = disk.poll(5, TimeUnit.SECONDS);
        assertEquals(Outcome.NOT_SAVED, await(first));
        Message<BusMessage> next = disk.poll(5, TimeUnit.SECONDS);
        LocalBus.reply(hung, Outcome.DONE);
        assertSaysNothing();
        assertFalse(second.isComplete(), "the late answer is about the first write");
        LocalBus.reply(next, Outcome.DONE);
        assertEquals(Outcome.DONE, await(second));
    }

    /** Waits for one real retry, a second after the failure. */
    @Test
    void holdTriesAgainAndShowsNothingBefore() throws Exception {
        tell(out -> {
            persist(out, IfDiskFails.HOLD);
            say(out, "vote");
        });
        tell(out -> say(out, "next"));
        LocalBus.reply(disk.poll(5, TimeUnit.SECONDS), Outcome.NOT_SAVED);
        assertSays("puppet waits until its state can be saved: it does not vote and does not start failovers"
                + " meanwhile");
        Message<BusMessage> again = disk.poll(5, TimeUnit.SECONDS);
        assertSaysNothing();
        LocalBus.reply(again, Outcome.DONE);
        assertSays("vote");
        assertSays("next");
    }

    /** Longer than the patience of PROCEED, to see that HOLD has none. */
    @Test
    void holdIsNotOpenedByTime() throws Exception {
        tell(out -> {
            persist(out, IfDiskFails.HOLD);
            say(out, "vote");
        });
        assertNull(said.poll(Limits.PATIENCE_WITH_THE_DISK.toMillis() + 300, TimeUnit.MILLISECONDS));
    }

    @Test
    void givesUpOnceWhenTooMuchWaits() throws Exception {
        tell(out -> persist(out, IfDiskFails.HOLD));
        for (int i = 0; i <= Limits.INPUTS_BEHIND_THE_DISK + 10; i++) {
            tell(out -> say(out, "late"));
        }
        String last = said.poll(10, TimeUnit.SECONDS);
        assertTrue(String.valueOf(last).contains(" has not answered for 100001 inputs of puppet"), last);
        awaitGivenUp();
        LocalBus.reply(disk.poll(5, TimeUnit.SECONDS), Outcome.DONE);
        assertSaysNothing();
        assertEquals(1, givenUp.get());
    }

    /** What it changed before it broke may be half of something, for example a vote that was never saved. */
    @Test
    void givesUpWhenTheBrainBreaks() throws Exception {
        tell(out -> {
            throw new IllegalStateException("an epoch never goes back");
        });
        String last = said.poll(5, TimeUnit.SECONDS);
        assertTrue(String.valueOf(last).contains("an epoch never goes back"), last);
        tell(out -> say(out, "as if nothing had happened"));
        awaitGivenUp();
        assertSaysNothing();
        assertEquals(1, givenUp.get());
    }

    @Test
    void aQuestionIsAnsweredOnce() throws Exception {
        puppet.answer = out -> {
            out.answer(Outcome.IN_PROGRESS);
            out.answer(Outcome.DONE);
            out.answer(new Ticket(999), Outcome.DONE);
            say(out, "answered");
        };
        assertEquals(Outcome.IN_PROGRESS, await(ask()));
        assertSays("answered");
    }

    @Test
    void aQuestionMayBeAnsweredLater() throws Exception {
        Ticket[] ticket = new Ticket[1];
        puppet.answer = out -> ticket[0] = out.ticket();
        Future<Outcome> asked = ask();
        tell(out -> say(out, "meanwhile"));
        assertSays("meanwhile");
        assertFalse(asked.isComplete());
        tell(out -> out.answer(ticket[0], Outcome.DONE));
        assertEquals(Outcome.DONE, await(asked));
    }

    @Test
    void anAlarmDoesNotRingEarly() throws Exception {
        SystemClock clock = new SystemClock();
        BlockingQueue<Duration> late = new LinkedBlockingQueue<>();
        tell(out -> {
            var due = out.now().plus(Duration.ofNanos(20_300_000));
            out.wake(due, new Do(then -> late.add(then.now().since(due))));
            out.wake(out.now().minus(Duration.ofSeconds(1)), new Do(then -> say(then, "overdue")));
        });
        assertSays("overdue");
        Duration lateness = late.poll(5, TimeUnit.SECONDS);
        assertTrue(lateness != null && !lateness.isNegative(), lateness + " at " + clock.now());
    }

    @Test
    void whatItInquiresComesBackAsAnInputOrNever() throws Exception {
        bus.consume(Bus.ASK_MONITOR, question -> LocalBus.reply(question, new Do(out -> say(out, "answer"))));
        tell(out -> out.inquire(new Ask.Instances()));
        assertSays("answer");
        tell(out -> {
            out.inquire(new Ask.Peers());
            say(out, "nobody is there");
        });
        assertSays("nobody is there");
        assertSaysNothing();
        assertEquals(0, givenUp.get());
    }

    private void tell(Consumer<Out> what) {
        bus.send(puppet.address(), (Input) new Do(what));
    }

    private Future<Outcome> ask() {
        return bus.ask(puppet.address(), new Ask.Votes(), Answer.Outcome.class);
    }

    private static void say(Out out, String text) {
        out.remark(Level.NOTICE, null, text);
    }

    private static void persist(Out out, IfDiskFails ifDiskFails) {
        out.persist(SLICE, ifDiskFails);
    }

    private void assertSays(String text) throws InterruptedException {
        assertEquals(text, said.poll(5, TimeUnit.SECONDS));
    }

    /** That nothing comes can only be seen by waiting; whatever would come is at most two hops of the bus away. */
    private void assertSaysNothing() throws InterruptedException {
        assertNull(said.poll(100, TimeUnit.MILLISECONDS));
    }

    private void awaitGivenUp() throws InterruptedException {
        for (int i = 0; i < 500 && givenUp.get() == 0; i++) {
            said.poll(10, TimeUnit.MILLISECONDS);
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void theOrdersOfAStepStayInOrder() throws Exception {
        tell(out -> List.of("a", "b", "c").forEach(text -> say(out, text)));
        for (String text : List.of("a", "b", "c")) {
            assertSays(text);
        }
    }
}
