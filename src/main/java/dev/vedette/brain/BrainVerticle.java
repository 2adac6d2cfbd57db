package dev.vedette.brain;

import dev.vedette.brain.Effect.IfDiskFails;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Answer;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.Fact;
import dev.vedette.bus.Input;
import dev.vedette.bus.Level;
import dev.vedette.bus.NameOrder;
import dev.vedette.bus.Note;
import dev.vedette.bus.Pulse;
import dev.vedette.bus.Send;
import dev.vedette.bus.Sound;
import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The one shell that runs any brain: subscribe, stamp, step, execute. It knows nothing of masters or votes.
 *
 * <p>Its one rule of its own is the gate. A {@link Effect.Persist} closes it: the effects behind it and every further
 * input wait until the disk has answered, so no peer can see a vote that this process could forget. Inputs that waited
 * together are decided together, as one {@link Batch} with one write: a hundred masters that fail at once wait for a
 * few writes each, not for those of all the others. Rejected: letting each brain track what is durable and what is not.
 * That is a promise in every brain instead of one mechanism here. Rejected too: deciding on while the disk is silent. A
 * disk that comes back after a minute would let out a minute of campaigns that are long over.
 */
public final class BrainVerticle extends VerticleBase {
    private static final Duration RETRY_DISK = Duration.ofSeconds(1);

    private final Brain brain;
    private final Clock clock;
    private final IntConsumer exit;
    private final Deque<Waiting> urgent = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** Behind all others: an alarm rings because something has not come, and it may be among what waits. */
    private final Deque<Waiting> alarms = new ArrayDeque<>();
    /** The newest one, last of all: each tells what all before it would have told. */
    private @Nullable Pulse pulse;

    private final Map<Long, Message<BusMessage>> questions = new TreeMap<>();
    private Batch batch = new Batch();
    private LocalBus bus;
    private boolean stopped;
    private long tickets;

    private record Waiting(Input input, Ticket ticket) {}

    /**
     * @param exit ends the process with this status; called once: with 1 when inputs pile up behind a dead disk or the
     *     brain breaks, because going on would be guessing, or when the brain says so
     */
    @SuppressWarnings("NullAway.Init") // the bus exists from start() on
    public BrainVerticle(Brain brain, Clock clock, IntConsumer exit) {
        this.brain = brain;
        this.clock = clock;
        this.exit = exit;
    }

    @Override
    public Future<?> start() {
        bus = LocalBus.of(vertx);
        bus.consume(Bus.PULSE, this::receive);
        bus.consume(brain.address(), this::receive);
        for (Class<? extends Fact> room : brain.rooms()) {
            bus.consume(Bus.addressOf(room), this::receive);
        }
        if (brain.hearsEvents()) {
            bus.consume(Bus.EVENT, this::receive);
        }
        bus.consume(Bus.BEGIN, message -> {
            batch = new Batch();
            decided(brain.begin(Stamp.of(clock)));
            complete();
        });
        return Future.succeededFuture();
    }

    private void receive(Message<BusMessage> message) {
        Ticket ticket = Ticket.NONE;
        if (message.body() instanceof Ask) {
            ticket = new Ticket(++tickets);
            questions.put(ticket.number(), message);
        }
        take((Input) message.body(), ticket);
    }

    private void take(Input input, Ticket ticket) {
        if (stopped) {
            return;
        }
        if (batch.isDone()) {
            decideTogether(List.of(new Waiting(input, ticket)));
            goOn();
        } else if (input instanceof Pulse next) {
            pulse = next;
        } else {
            queue(new Waiting(input, ticket));
            int inputs = urgent.size() + waiting.size() + alarms.size();
            if (inputs > Limits.INPUTS_BEHIND_THE_DISK) {
                stop("the disk has not answered for " + inputs + " inputs of " + brain.name()
                        + ": stopping, because deciding without saving could vote twice");
            }
        }
    }

    private void queue(Waiting next) {
        if (next.input() instanceof Fact fact && fact.isUrgent()) {
            urgent.add(next);
        } else {
            (next.input() instanceof Alarm ? alarms : waiting).add(next);
        }
    }

    private List<Effect> decide(Input input, Ticket ticket) {
        try {
            return brain.step(Stamp.of(clock), input, ticket);
        } catch (RuntimeException broken) {
            // It has changed its mind halfway: perhaps a vote is cast that the next answer shows and no disk holds.
            stop(brain.name() + " broke on " + input + ": stopping, because half a decision is not to be trusted: "
                    + broken.getMessage());
            throw broken;
        }
    }

    private void stop(String why) {
        stopped = true;
        note(Level.WARNING, why);
        exit.accept(1);
    }

    private void decideTogether(List<Waiting> inputs) {
        batch = new Batch();
        for (Waiting next : inputs) {
            if (stopped) {
                return;
            }
            decided(decide(next.input(), next.ticket()));
        }
        complete();
    }

    private void decided(List<Effect> effects) {
        batch.add(effects);
        perform();
    }

    /** Sends what the batch has to save to the disk. */
    private void complete() {
        if (stopped || batch.slices().isEmpty()) {
            return;
        }
        if (batch.isDone()) {
            save(batch);
        } else {
            persist(batch);
        }
    }

    /** Runs effects until one must wait for the disk. */
    private void perform() {
        while (!stopped) {
            Effect effect = batch.next();
            if (effect == null) {
                return;
            }
            execute(effect);
        }
    }

    private void goOn() {
        while (!stopped && batch.isDone() && somethingWaits()) {
            List<Waiting> together = new ArrayList<>(urgent);
            together.addAll(waiting);
            together.addAll(alarms);
            if (pulse != null) {
                together.add(new Waiting(pulse, Ticket.NONE));
            }
            urgent.clear();
            waiting.clear();
            alarms.clear();
            pulse = null;
            decideTogether(together);
        }
    }

    private boolean somethingWaits() {
        return pulse != null || !urgent.isEmpty() || !waiting.isEmpty() || !alarms.isEmpty();
    }

    private void execute(Effect effect) {
        if (effect instanceof Effect.Tell tell) {
            bus.publish(Bus.addressOf(tell.fact()), tell.fact());
        } else if (effect instanceof Effect.Command command) {
            bus.send(Bus.LINK, new Send(command.link(), command.errand(), brain.address()));
        } else if (effect instanceof Effect.Order order) {
            bus.send(Bus.LINK, order.order());
        } else if (effect instanceof Effect.Sound sound) {
            bus.send(Bus.LINK, new Sound(sound.asked(), brain.address()));
        } else if (effect instanceof Effect.Script script) {
            bus.send(Bus.SCRIPT, script.order());
        } else if (effect instanceof Effect.LookUp lookUp) {
            bus.send(Bus.NAMES, new NameOrder.LookUp(lookUp.host()));
        } else if (effect instanceof Effect.Wake wake) {
            wakeAt(wake);
        } else if (effect instanceof Effect.Announce announce) {
            bus.publish(Bus.EVENT, announce.event());
        } else if (effect instanceof Effect.Remark remark) {
            bus.publish(Bus.NOTE, remark.note());
        } else if (effect instanceof Effect.Inquire inquire) {
            inquire(inquire.question());
        } else if (effect instanceof Effect.Reply reply) {
            answer(reply);
        } else if (effect instanceof Effect.Exit ending) {
            stopped = true;
            exit.accept(ending.status());
        }
    }

    private void wakeAt(Effect.Wake wake) {
        Moment now = clock.now();
        // Rounded up: an alarm that rings early would find nothing due.
        long millis = Math.max(1, (wake.due().since(now).toNanos() + 999_999) / 1_000_000);
        vertx.setTimer(millis, id -> take(wake.alarm(), Ticket.NONE));
    }

    private void inquire(Ask question) {
        bus.ask(question.address(), question, BusMessage.class).onSuccess(reply -> {
            if (reply instanceof Input input) {
                take(input, Ticket.NONE);
            }
        });
    }

    private void answer(Effect.Reply reply) {
        Message<BusMessage> question = questions.remove(reply.to().number());
        if (question != null) {
            boolean broken = batch.isSpoiled() && reply.answer() == Answer.Outcome.DONE;
            LocalBus.reply(question, broken ? Answer.Outcome.NOT_SAVED : reply.answer());
        }
    }

    private Future<Answer.Outcome> save(Batch saved) {
        return bus.ask(Bus.CONFIG, new ConfigAsk.Save(saved.slices()), Answer.Outcome.class);
    }

    private void persist(Batch held) {
        boolean patient = held.ifDiskFails() == IfDiskFails.HOLD;
        if (!patient) {
            vertx.setTimer(Limits.PATIENCE_WITH_THE_DISK.toMillis(), id -> open(held, true));
        }
        save(held).otherwise(Answer.Outcome.NOT_SAVED).onSuccess(outcome -> {
            boolean failed = outcome != Answer.Outcome.DONE;
            if (!failed || !patient) {
                open(held, failed);
            } else {
                note(
                        Level.WARNING,
                        brain.name() + " waits until its state can be saved: it does not vote and does not"
                                + " start failovers meanwhile");
                vertx.setTimer(RETRY_DISK.toMillis(), id -> persist(held));
            }
        });
    }

    private void open(Batch held, boolean failed) {
        if (held.open(failed)) {
            perform();
            goOn();
        }
    }

    private void note(Level level, String text) {
        bus.publish(Bus.NOTE, new Note(level, null, text));
    }
}
