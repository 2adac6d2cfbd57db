package dev.vedette.brain;

import dev.vedette.brain.Effect.IfDiskFails;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Ask;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.Errand;
import dev.vedette.bus.Fact;
import dev.vedette.bus.Level;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.Note;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.bus.ScriptOrder;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.bus.Slice;
import dev.vedette.model.AddressBook;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.Reason;
import dev.vedette.model.SimulatedFailure;
import dev.vedette.model.Tunables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The step that a brain is taking: its moment, the question it answers, and what it wants done so far, in order. */
public final class Out {
    private List<Effect> effects = new ArrayList<>();
    private Stamp stamp = new Stamp(new Moment(0), Instant.EPOCH);
    private Ticket ticket = Ticket.NONE;
    private Tunables tunables = Tunables.STANDARD;
    private Set<SimulatedFailure> failures = Set.of();
    private AddressBook book = new AddressBook(NamePolicy.DEFAULT);

    void begin(Stamp begun, Ticket from) {
        effects = new ArrayList<>();
        stamp = begun;
        ticket = from;
    }

    void book(AddressBook opened) {
        book = opened;
    }

    List<Effect> effects() {
        return effects;
    }

    public Moment now() {
        return stamp.now();
    }

    /** The time of day, to be told to people. */
    public Instant wall() {
        return stamp.wall();
    }

    /** The periods that are in force. */
    public Tunables tunables() {
        return tunables;
    }

    void inForce(ProcessSettings next) {
        tunables = next.tunables();
        failures = next.failures();
        book.policy(next.settings().names());
    }

    /** Whether {@link #crash} would end the process. */
    public boolean isToCrash(SimulatedFailure at) {
        return failures.contains(at);
    }

    /**
     * Ends the process here if an operator has asked for that; nothing after it in the list happens.
     *
     * @return whether it ends
     */
    public boolean crash(SimulatedFailure at) {
        boolean ends = isToCrash(at);
        if (ends) {
            remark(Level.WARNING, null, "Sentinel CRASH because of SENTINEL simulate-failure");
            effects.add(new Effect.Exit(SimulatedFailure.STATUS));
        }
        return ends;
    }

    /** The question that this step answers; {@link Ticket#NONE} when it is none. */
    public Ticket ticket() {
        return ticket;
    }

    public void tell(Fact fact) {
        effects.add(new Effect.Tell(fact));
    }

    public void inquire(Ask question) {
        effects.add(new Effect.Inquire(question));
    }

    public void command(LinkId link, Errand errand) {
        effects.add(new Effect.Command(link, errand));
    }

    /** Finds out how long it takes from here to the connections and back. */
    public void sound() {
        effects.add(new Effect.Sound(now()));
    }

    /** What names stand for, as far as this brain was told. */
    public AddressBook book() {
        return book;
    }

    public void lookUp(String host) {
        effects.add(new Effect.LookUp(host));
    }

    public void order(LinkOrder order) {
        effects.add(new Effect.Order(order));
    }

    public void script(ScriptOrder order) {
        effects.add(new Effect.Script(order));
    }

    /** Answers the question of this step. */
    public void answer(BusMessage answer) {
        answer(ticket, answer);
    }

    public void answer(Ticket to, BusMessage answer) {
        effects.add(new Effect.Reply(to, answer));
    }

    public void wake(Moment due, Alarm alarm) {
        effects.add(new Effect.Wake(due, alarm));
    }

    public void persist(Slice slice, IfDiskFails ifDiskFails) {
        effects.add(new Effect.Persist(slice, ifDiskFails));
    }

    public void save(Slice slice) {
        effects.add(new Effect.Save(slice));
    }

    public void announce(String event, Level level, String payload, @Nullable MasterName master) {
        effects.add(new Effect.Announce(new SentinelEvent(event, level, payload, master, null)));
    }

    public void announce(String event, Level level, String payload, @Nullable MasterName master, Reason reason) {
        announce(event, level, payload, master, reason.sentence());
    }

    public void announce(String event, Level level, String payload, @Nullable MasterName master, String reason) {
        effects.add(new Effect.Announce(new SentinelEvent(event, level, payload, master, reason)));
    }

    public void remark(Level level, @Nullable MasterName master, String text) {
        effects.add(new Effect.Remark(new Note(level, master, text)));
    }
}
