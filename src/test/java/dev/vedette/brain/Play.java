package dev.vedette.brain;

import dev.vedette.bus.Alarm;
import dev.vedette.bus.Errand;
import dev.vedette.bus.Fact;
import dev.vedette.bus.Input;
import dev.vedette.bus.Pulse;
import dev.vedette.model.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One brain on a stage of its own: the test tells it things and reads what it wants done. Time passes only in
 * {@link #pass}, which beats the pulse and rings every alarm at its moment, so that a story of minutes takes no time.
 */
public final class Play {
    private static final Duration BEAT = Duration.ofMillis(100);

    private final Brain brain;
    private final Consumer<List<Effect>> witness;
    private final List<Effect.Wake> alarms = new ArrayList<>();
    private final List<Effect> seen = new ArrayList<>();
    private Moment now = Moment.ofMillis(1_000_000);
    private Instant wall = Instant.EPOCH;
    private Moment nextBeat = now.plus(BEAT);
    private long tickets;
    private long beats;

    public Play(Brain brain) {
        this(brain, effects -> {});
    }

    /** @param witness sees the effects of every step, in their order */
    public Play(Brain brain, Consumer<List<Effect>> witness) {
        this.brain = brain;
        this.witness = witness;
        take(brain.begin(stamp()));
    }

    private Stamp stamp() {
        return new Stamp(now, wall);
    }

    public Moment now() {
        return now;
    }

    /** Tells it something that is no question. */
    public List<Effect> tell(Input... inputs) {
        List<Effect> all = new ArrayList<>();
        for (Input input : inputs) {
            all.addAll(take(brain.step(stamp(), input, Ticket.NONE)));
        }
        return all;
    }

    /** Puts a question, under a ticket of its own. */
    public List<Effect> ask(Input question) {
        return take(brain.step(stamp(), question, new Ticket(++tickets)));
    }

    /** Lets time pass; what is due at its very end still happens. */
    public List<Effect> pass(Duration time) {
        Moment end = now.plus(time);
        List<Effect> all = new ArrayList<>();
        while (true) {
            Effect.Wake alarm = firstAlarm();
            Moment next = alarm != null && !alarm.due().isAfter(nextBeat) ? alarm.due() : nextBeat;
            if (next.isAfter(end)) {
                moveTo(end);
                return all;
            }
            moveTo(next.isAfter(now) ? next : now);
            if (alarm != null && !alarm.due().isAfter(nextBeat)) {
                alarms.remove(alarm);
                all.addAll(tell(alarm.alarm()));
            } else {
                nextBeat = nextBeat.plus(BEAT);
                all.addAll(tell(new Pulse(++beats)));
            }
        }
    }

    private void moveTo(Moment moment) {
        wall = wall.plus(moment.since(now));
        now = moment;
    }

    /** The process is stopped for so long: nothing happens, and what was due is late. */
    public void freeze(Duration time) {
        moveTo(now.plus(time));
        nextBeat = now.plus(BEAT);
    }

    /** Somebody sets the clock on the wall, or the whole host was suspended for so long. */
    public void wallLeaps(Duration by) {
        wall = wall.plus(by);
    }

    /** Everything that was wanted since the last call. */
    public List<Effect> sinceLast() {
        List<Effect> all = List.copyOf(seen);
        seen.clear();
        return all;
    }

    /** An alarm for this very moment rings at once; the shell would take a millisecond. */
    private List<Effect> take(List<Effect> effects) {
        seen.addAll(effects);
        witness.accept(effects);
        List<Effect> all = new ArrayList<>(effects);
        for (Effect effect : effects) {
            if (effect instanceof Effect.Wake wake && wake.due().isAfter(now)) {
                alarms.add(wake);
            } else if (effect instanceof Effect.Wake wake) {
                all.addAll(take(brain.step(stamp(), wake.alarm(), Ticket.NONE)));
            }
        }
        return all;
    }

    private Effect.Wake firstAlarm() {
        return alarms.stream()
                .min((one, other) -> one.due().compareTo(other.due()))
                .orElse(null);
    }

    // Reading effects

    /** Names of the public events, in order. */
    public static List<String> events(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Announce.class::isInstance)
                .map(effect -> ((Effect.Announce) effect).event().name())
                .toList();
    }

    /** The reason that the only event of this name gives. */
    public static String reason(List<Effect> effects, String event) {
        List<String> reasons = effects.stream()
                .filter(effect -> effect instanceof Effect.Announce announce
                        && announce.event().name().equals(event))
                .map(effect -> String.valueOf(((Effect.Announce) effect).event().reason()))
                .toList();
        return reasons.size() == 1 ? reasons.get(0) : "not one " + event + " but " + reasons;
    }

    public static <F extends Fact> List<F> facts(List<Effect> effects, Class<F> kind) {
        return effects.stream()
                .filter(effect -> effect instanceof Effect.Tell tell && kind.isInstance(tell.fact()))
                .map(effect -> kind.cast(((Effect.Tell) effect).fact()))
                .toList();
    }

    public static <E extends Errand> List<Effect.Command> commands(List<Effect> effects, Class<E> kind) {
        return effects.stream()
                .filter(effect -> effect instanceof Effect.Command command && kind.isInstance(command.errand()))
                .map(effect -> (Effect.Command) effect)
                .toList();
    }

    public static List<String> remarks(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Remark.class::isInstance)
                .map(effect -> ((Effect.Remark) effect).note().text())
                .toList();
    }

    public static <A> List<A> answers(List<Effect> effects, Class<A> kind) {
        return effects.stream()
                .filter(effect -> effect instanceof Effect.Reply reply && kind.isInstance(reply.answer()))
                .map(effect -> kind.cast(((Effect.Reply) effect).answer()))
                .toList();
    }

    public static boolean rings(List<Effect> effects, Class<? extends Alarm> kind) {
        return effects.stream().anyMatch(effect -> effect instanceof Effect.Wake wake && kind.isInstance(wake.alarm()));
    }
}
