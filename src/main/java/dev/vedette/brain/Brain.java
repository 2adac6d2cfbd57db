package dev.vedette.brain;

import dev.vedette.brain.Effect.IfDiskFails;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Answer;
import dev.vedette.bus.Ask;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.Errand;
import dev.vedette.bus.Fact;
import dev.vedette.bus.Input;
import dev.vedette.bus.Level;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.bus.Slice;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pure decision maker: the same inputs at the same moments give the same effects.
 *
 * <p>A brain is told everything, the time included, and touches nothing: what it wants done it returns as a list, whose
 * order is a promise. So a whole conversation of brains can be played in a test, recorded in production and replayed,
 * and the question "could a vote leave before it was on disk?" is answered by looking at a list.
 *
 * <p>Handlers are registered by type in the constructor, because Java 17 has no exhaustive switch over sealed types;
 * {@link #hears} checks instead, when the brain is built, that every kind of fact of a room it listens to is either
 * handled or knowingly ignored. Instances are confined to one thread at a time.
 */
public abstract class Brain {

    private final Map<Class<?>, Consumer<Input>> decisions = new LinkedHashMap<>();
    private final Set<Class<? extends Fact>> rooms = new LinkedHashSet<>();
    private List<Effect> effects = new ArrayList<>();
    private Moment at = new Moment(0);
    private Ticket ticket = Ticket.NONE;
    private @Nullable Moment previous;

    /** The word for this brain in the log and in bus addresses. */
    public abstract String name();

    /** Where questions to this brain, and replies to its errands, arrive. */
    public abstract String address();

    /** Whose facts this brain listens to. */
    public final Set<Class<? extends Fact>> rooms() {
        return Set.copyOf(rooms);
    }

    /** One decision, run to completion. {@code moment} never goes back. */
    public final List<Effect> step(Moment moment, Input input, Ticket from) {
        effects = new ArrayList<>();
        at = moment;
        ticket = from;
        Moment last = previous;
        previous = moment;
        if (last != null && moment.isPast(last, Periods.TILT_TRIGGER)) {
            stalled(moment.since(last));
        }
        Consumer<Input> decision = decisions.get(input.getClass());
        if (decision == null && input instanceof Alarm) {
            throw new IllegalStateException(name() + " does not know its own alarm " + input);
        }
        if (decision != null) {
            decision.accept(input);
        }
        return effects;
    }

    /** What this brain does when it starts, once all the others can hear it. */
    public final List<Effect> begin(Moment moment) {
        effects = new ArrayList<>();
        at = moment;
        ticket = Ticket.NONE;
        previous = moment;
        started();
        return effects;
    }

    /** The first decisions of a brain; none by default. */
    protected void started() {}

    /** The process did not run for {@code gap}: what was due meanwhile is late, and silence means nothing. */
    protected void stalled(Duration gap) {}

    protected final <I extends Input> void on(Class<I> type, Consumer<I> decision) {
        decisions.put(type, input -> decision.accept(type.cast(input)));
    }

    /** Registers that this kind of input means nothing to this brain, and why. */
    protected final void ignore(Class<? extends Input> type, String because) {
        if (because.isBlank()) {
            throw new IllegalArgumentException("say why " + type.getSimpleName() + " is ignored");
        }
        decisions.put(type, input -> {});
    }

    /** Subscribes to the facts of one room; call it after all {@code on} and {@code ignore}. */
    protected final void hears(Class<? extends Fact> room) {
        for (Class<?> kind : room.getPermittedSubclasses()) {
            if (!decisions.containsKey(kind)) {
                throw new IllegalStateException(name() + " hears " + room.getSimpleName()
                        + " but neither handles nor ignores " + kind.getSimpleName());
            }
        }
        rooms.add(room);
    }

    protected final Moment now() {
        return at;
    }

    /** The question that is being answered in this step. */
    protected final Ticket ticket() {
        return ticket;
    }

    protected final void tell(Fact fact) {
        effects.add(new Effect.Tell(fact));
    }

    protected final void inquire(Ask question) {
        effects.add(new Effect.Inquire(question));
    }

    protected final void command(LinkId link, Errand errand) {
        effects.add(new Effect.Command(link, errand));
    }

    protected final void order(LinkOrder order) {
        effects.add(new Effect.Order(order));
    }

    protected final void answer(Answer answer) {
        answer(ticket, answer);
    }

    protected final void answer(Ticket to, BusMessage answer) {
        effects.add(new Effect.Reply(to, answer));
    }

    protected final void wake(Moment due, Alarm alarm) {
        effects.add(new Effect.Wake(due, alarm));
    }

    protected final void persist(Slice slice, IfDiskFails ifDiskFails) {
        effects.add(new Effect.Persist(slice, ifDiskFails));
    }

    protected final void save(Slice slice) {
        effects.add(new Effect.Save(slice));
    }

    protected final void announce(String event, Level level, String payload, @Nullable MasterName master) {
        effects.add(new Effect.Announce(new SentinelEvent(event, level, payload, master, null)));
    }

    protected final void announce(
            String event, Level level, String payload, @Nullable MasterName master, Reason reason) {
        announce(event, level, payload, master, reason.sentence());
    }

    protected final void announce(
            String event, Level level, String payload, @Nullable MasterName master, String reason) {
        effects.add(new Effect.Announce(new SentinelEvent(event, level, payload, master, reason)));
    }

    protected final void remark(Level level, @Nullable MasterName master, String text) {
        effects.add(new Effect.Remark(new Note(level, master, text)));
    }
}
