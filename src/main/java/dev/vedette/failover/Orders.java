package dev.vedette.failover;

import dev.vedette.brain.Out;
import dev.vedette.brain.Ticket;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Candidates;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.Level;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * {@code SENTINEL FAILOVER}: an operator's word stands for agreement and election, but not for a replica to promote.
 */
final class Orders {
    private final Field field;
    private final Out out;
    private final NavigableMap<MasterName, Waiting> waiting = new TreeMap<>();

    /** @param askedAt when its candidates were last asked for */
    private record Waiting(Ticket ticket, Moment askedAt, boolean coordinated) {}

    Orders(Field field, Out out) {
        this.field = field;
        this.out = out;
    }

    void order(Ask.Failover ask) {
        if (!field.masters.containsKey(ask.master())) {
            out.answer(Outcome.NO_SUCH_MASTER);
        } else if (field.busy.contains(ask.master()) || waiting.containsKey(ask.master())) {
            out.answer(Outcome.IN_PROGRESS);
        } else {
            ask(ask.master(), out.ticket(), ask.coordinated());
        }
    }

    private void ask(MasterName master, Ticket ticket, boolean coordinated) {
        waiting.put(master, new Waiting(ticket, out.now(), coordinated));
        out.inquire(new Ask.CandidatesOf(master));
    }

    /** An order is never left without an answer, or it would refuse all that come after it. */
    void askAgain() {
        for (Map.Entry<MasterName, Waiting> order : List.copyOf(waiting.entrySet())) {
            if (out.now().isPast(order.getValue().askedAt(), Periods.INFO_BUSY)) {
                ask(order.getKey(), order.getValue().ticket(), order.getValue().coordinated());
            }
        }
    }

    /** Answers the order that waits for these candidates, if one does. */
    void decide(Candidates candidates) {
        Waiting order = waiting.remove(candidates.master());
        if (order != null) {
            decide(candidates, order.ticket(), order.coordinated());
        }
    }

    private void decide(Candidates candidates, Ticket order, boolean coordinated) {
        if (candidates.masterAddress() == null || !field.masters.containsKey(candidates.master())) {
            out.answer(order, Outcome.NO_SUCH_MASTER);
            return;
        }
        if (coordinated && !candidates.masterHandsOver()) {
            out.answer(order, Outcome.NO_GOOD_PRIMARY);
            return;
        }
        if (field.busy.contains(candidates.master())) {
            out.answer(order, Outcome.IN_PROGRESS);
            return;
        }
        Selection selection = Selection.of(candidates, out.tunables(), coordinated);
        if (selection.chosen() == null) {
            out.remark(
                    Level.WARNING,
                    candidates.master(),
                    "the ordered failover does not start: " + selection.whyNobody(candidates));
            out.answer(order, Outcome.NO_GOOD_REPLICA);
            return;
        }
        out.remark(
                Level.WARNING,
                candidates.master(),
                "Executing user requested FAILOVER of '" + candidates.master() + "'");
        // From now on, and not from the campaign on: a second order would be accepted, and come to nothing.
        field.busy.add(candidates.master());
        out.tell(new FailoverFact.Ordered(candidates.master(), coordinated));
        out.answer(order, Outcome.DONE);
    }
}
