package dev.vedette.brain;

import dev.vedette.bus.Alarm;
import dev.vedette.bus.Answer;
import dev.vedette.bus.Ask;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.Errand;
import dev.vedette.bus.Fact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.Note;
import dev.vedette.bus.ScriptOrder;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.bus.Slice;
import dev.vedette.model.LinkId;
import dev.vedette.model.Moment;

/** Something that a brain wants done. Effects of one step happen in their order. */
public sealed interface Effect {

    /** Publish a fact. */
    record Tell(Fact fact) implements Effect {}

    /** Put a question to another owner; its answer comes back as an input, or never. */
    record Inquire(Ask question) implements Effect {}

    /** Say something to an instance; the reply comes back as {@link dev.vedette.bus.Replied}. */
    record Command(LinkId link, Errand errand) implements Effect {}

    /** Find out how long it takes to the connections and back; {@link dev.vedette.bus.Sounded} comes, or never. */
    record Sound(Moment asked) implements Effect {}

    /** Start or kill a program. */
    record Script(ScriptOrder order) implements Effect {}

    /** Open or close a connection. */
    record Order(LinkOrder order) implements Effect {}

    /** Find out what a name stands for; {@link dev.vedette.bus.NameFact.Answered} comes in bounded time. */
    record LookUp(String host) implements Effect {}

    /** Answer a question that was put to this brain. */
    record Reply(Ticket to, BusMessage answer) implements Effect {
        public Reply {
            if (!(answer instanceof Answer) && !(answer instanceof dev.vedette.bus.Candidates)) {
                throw new IllegalArgumentException("not an answer: " + answer);
            }
        }
    }

    /** Call back at this moment. */
    record Wake(Moment due, Alarm alarm) implements Effect {}

    /**
     * Save this part of the durable state; nothing after it in the list happens, and no input is taken, before it is on
     * disk.
     */
    record Persist(Slice slice, IfDiskFails ifDiskFails) implements Effect {}

    /** Save this part of the durable state some time soon; nothing waits for it. */
    record Save(Slice slice) implements Effect {}

    /** An entry of the public event stream. */
    record Announce(SentinelEvent event) implements Effect {}

    /** A line for the log alone. */
    record Remark(Note note) implements Effect {}

    /** End the process, with this status; nothing after it in the list happens, and no input is taken. */
    record Exit(int status) implements Effect {}

    /** What becomes of the effects behind a {@link Persist} when the disk fails or hangs. */
    enum IfDiskFails {
        /** Try until it works: what follows would be a promise that a crash breaks. */
        HOLD,
        /** Go on after a bounded wait: what follows is safe to forget, and waiting would blind us. */
        PROCEED
    }
}
