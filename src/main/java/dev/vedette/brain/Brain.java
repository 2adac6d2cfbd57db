package dev.vedette.brain;

import dev.vedette.bus.ConfigFact;
import dev.vedette.bus.Fact;
import dev.vedette.bus.Input;
import dev.vedette.bus.NameFact;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Tunable;
import java.time.Duration;
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
    /** A pulse apart, a time of day that went back less than this has not gone back at all. */
    private static final Duration WENT_BACK = Duration.ofMillis(-100);

    private final Map<Class<?>, Consumer<Input>> decisions = new LinkedHashMap<>();
    private final Set<Class<? extends Fact>> rooms = new LinkedHashSet<>();
    private @Nullable Stamp previous;

    /** What the current step wants done; only to be used while a step is taken. */
    protected final Out out = new Out();

    protected Brain() {
        on(ConfigFact.Changed.class, fact -> {
            out.inForce(fact.now());
            changed(fact.now());
        });
        hears(ConfigFact.class);
        rooms.add(NameFact.class);
    }

    /** Other settings, or other periods, are in force; the periods are those of {@link #out} already. */
    protected void changed(ProcessSettings now) {}

    /** The word for this brain in the log. */
    public abstract String name();

    /** Where questions to this brain, and replies to its errands, arrive. */
    public abstract String address();

    /** Whose facts this brain listens to. */
    public final List<Class<? extends Fact>> rooms() {
        return List.copyOf(rooms);
    }

    /** Whether this brain acts on the public event stream. */
    public final boolean hearsEvents() {
        return decisions.containsKey(SentinelEvent.class);
    }

    /** What is known of names at the start; the brain's own copy from here on. To be called before {@link #begin}. */
    public final void opens(AddressBook book) {
        out.book(book);
    }

    /** One decision, run to completion. Only the time of day may ever go back. */
    public final List<Effect> step(Stamp stamp, Input input, Ticket from) {
        out.begin(stamp, from);
        Stamp last = previous;
        previous = stamp;
        if (last != null) {
            compare(last, stamp);
        }
        if (input instanceof NameFact.Answered answered) {
            out.book().learn(answered.host(), answered.ip());
        }
        Consumer<Input> decision = decisions.get(input.getClass());
        if (decision != null) {
            decision.accept(input);
        } else if (!(input instanceof Fact)) {
            throw new IllegalStateException(name() + " has no decision for " + input);
        }
        return out.effects();
    }

    private void compare(Stamp last, Stamp stamp) {
        Duration trigger = out.tunables().of(Tunable.TILT_TRIGGER);
        Duration gap = stamp.now().since(last.now());
        Duration wall = stamp.wallSince(last);
        Duration leap = wall.minus(gap);
        if (gap.compareTo(trigger) > 0) {
            stalled(gap);
        } else if (leap.compareTo(trigger) > 0 || wall.compareTo(WENT_BACK) < 0) {
            wallLeapt(leap);
        }
    }

    /** What this brain does first, once all the others can hear it. */
    public final List<Effect> begin(Stamp stamp) {
        out.begin(stamp, Ticket.NONE);
        previous = stamp;
        started();
        return out.effects();
    }

    /** The first decisions of a brain; none by default. */
    protected void started() {}

    /** The process did not run for {@code gap}: what was due meanwhile is late, and silence means nothing. */
    protected void stalled(Duration gap) {}

    /**
     * The time of day leapt, back when {@code by} is negative. Somebody set it, or the whole host stood still for as
     * long, and no other clock can tell.
     */
    protected void wallLeapt(Duration by) {}

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

    /** Subscribes to the facts of one room; to be called after every {@code on} and {@code ignore}. */
    protected final void hears(Class<? extends Fact> room) {
        for (Class<?> kind : room.getPermittedSubclasses()) {
            if (!decisions.containsKey(kind)) {
                throw new IllegalStateException(name() + " hears " + room.getSimpleName()
                        + " but neither handles nor ignores " + kind.getSimpleName());
            }
        }
        rooms.add(room);
    }
}
