package dev.vedette.brain;

import dev.vedette.bus.Ask;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.Errand;
import dev.vedette.bus.Fact;
import dev.vedette.bus.Input;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.Pulse;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.bus.Sounded;
import dev.vedette.model.LinkId;
import dev.vedette.model.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One brain on an empty stage: a clock that moves when the test says so, alarms that ring on time, and a prompter who
 * plays the instances. What the brain wanted done is kept in order, until {@link #forget}.
 */
public final class Stage {
    /** How long an instance takes for a reply, and a connection to open. */
    public static final Duration ROUND_TRIP = Duration.ofMillis(1);

    private static final Duration PULSE = Duration.ofMillis(80);

    /** Plays the instances. Null means silence. */
    public interface Prompter {
        @Nullable
        Reply reply(LinkId link, Errand errand);

        @Nullable
        LinkFact opened(LinkOrder.Open order);
    }

    private record Cue(Moment at, long number, Input input) {}

    private final Brain brain;
    private final Prompter prompter;
    private final List<Effect> effects = new ArrayList<>();
    private final PriorityQueue<Cue> cues =
            new PriorityQueue<>(Comparator.comparing(Cue::at).thenComparing(Cue::number));
    private Moment now;
    private Instant wall = Instant.parse("2024-05-06T07:08:09Z");
    private long numbers;
    private boolean pulsing = true;
    private boolean echoing = true;
    private final List<Sounded> soundings = new ArrayList<>();
    private @Nullable Moment lastPulse;

    public Stage(Brain brain, Moment now, Prompter prompter) {
        this.brain = brain;
        this.now = now;
        this.prompter = prompter;
    }

    public Moment now() {
        return now;
    }

    /** From here on only alarms and replies wake the brain. */
    public Stage withoutPulse() {
        pulsing = false;
        return this;
    }

    /** Whether soundings come back, at once; if not, they wait, as the process is busy with something else. */
    public Stage echoing(boolean does) {
        echoing = does;
        if (echoing) {
            soundings.forEach(sounded -> cue(now, sounded));
            soundings.clear();
        }
        return this;
    }

    public void begin() {
        lastPulse = now;
        carryOut(brain.begin(stamp()));
    }

    /** One input, now. */
    public List<Effect> take(Input input) {
        return carryOut(brain.step(stamp(), input, Ticket.NONE));
    }

    /** @return the answer that the same step gave */
    public <A extends BusMessage> A ask(Ask question, Class<A> type) {
        Ticket ticket = new Ticket(++numbers);
        for (Effect effect : carryOut(brain.step(stamp(), question, ticket))) {
            if (effect instanceof Effect.Reply reply && reply.to().equals(ticket)) {
                return type.cast(reply.answer());
            }
        }
        throw new AssertionError("no answer to " + question);
    }

    private List<Effect> carryOut(List<Effect> wanted) {
        effects.addAll(wanted);
        for (Effect effect : wanted) {
            if (effect instanceof Effect.Wake wake) {
                cue(wake.due(), wake.alarm());
            } else if (effect instanceof Effect.Sound sound) {
                soundings.add(new Sounded(sound.asked()));
                echoing(echoing);
            } else if (effect instanceof Effect.Command command) {
                Reply reply = prompter.reply(command.link(), command.errand());
                if (reply != null) {
                    cue(now.plus(ROUND_TRIP), new Replied(command.link(), command.errand(), reply));
                }
            } else if (effect instanceof Effect.Order order && order.order() instanceof LinkOrder.Open open) {
                LinkFact fact = prompter.opened(open);
                if (fact != null) {
                    cue(now.plus(ROUND_TRIP), fact);
                }
            }
        }
        return wanted;
    }

    /** The brain will be told this then. */
    public void cue(Moment at, Input input) {
        cues.add(new Cue(at, ++numbers, input));
    }

    /** Time passes: alarms ring, replies come, the pulse beats. */
    public Stage run(Duration span) {
        Moment end = now.plus(span);
        while (true) {
            Cue next = cues.peek();
            Moment beat = pulsing && lastPulse != null ? later(lastPulse.plus(PULSE), now) : null;
            if (beat != null && !beat.isAfter(end) && (next == null || next.at().isAfter(beat))) {
                moveTo(beat);
                pulse();
            } else if (next != null && !next.at().isAfter(end)) {
                cues.remove(next);
                moveTo(later(next.at(), now));
                take(next.input());
            } else {
                moveTo(end);
                return this;
            }
        }
    }

    private Stamp stamp() {
        return new Stamp(now, wall);
    }

    private static Moment later(Moment one, Moment other) {
        return one.isAfter(other) ? one : other;
    }

    private void moveTo(Moment moment) {
        wall = wall.plus(moment.since(now));
        now = moment;
    }

    public void pulse() {
        lastPulse = now;
        take(new Pulse(++numbers));
    }

    /** Time passes and this process does not run: whatever was due happens afterwards. */
    public void sleep(Duration span) {
        moveTo(now.plus(span));
    }

    /** Somebody sets the clock on the wall. */
    public void wallJumps(Duration by) {
        wall = wall.plus(by);
    }

    // What it wanted

    public void forget() {
        effects.clear();
    }

    public List<Effect> effects() {
        return List.copyOf(effects);
    }

    public List<SentinelEvent> events() {
        List<SentinelEvent> found = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Announce announce) {
                found.add(announce.event());
            }
        }
        return found;
    }

    /** Name and payload of every event, as they would stand in a log. */
    public List<String> lines() {
        return events().stream()
                .map(event -> event.name() + " " + event.payload())
                .toList();
    }

    public List<String> names() {
        return events().stream().map(SentinelEvent::name).toList();
    }

    public <F extends Fact> List<F> told(Class<F> type) {
        List<F> found = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Tell tell && type.isInstance(tell.fact())) {
                found.add(type.cast(tell.fact()));
            }
        }
        return found;
    }

    public <E extends Errand> List<E> said(LinkId link, Class<E> type) {
        List<E> found = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Command command
                    && command.link().equals(link)
                    && type.isInstance(command.errand())) {
                found.add(type.cast(command.errand()));
            }
        }
        return found;
    }

    public <O extends LinkOrder> List<O> ordered(LinkId link, Class<O> type) {
        List<O> found = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Order order
                    && order.order().link().equals(link)
                    && type.isInstance(order.order())) {
                found.add(type.cast(order.order()));
            }
        }
        return found;
    }

    public <E extends Effect> List<E> all(Class<E> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public List<String> remarks() {
        return all(Effect.Remark.class).stream()
                .map(remark -> remark.note().text())
                .toList();
    }
}
