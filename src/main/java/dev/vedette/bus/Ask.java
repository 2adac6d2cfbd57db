package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question to the one owner of a truth, answered by that owner and always fresh. */
public sealed interface Ask extends Input {
    /** Where the owner listens. */
    String address();

    /** To the one who watches, and owns the topology. */
    sealed interface OfMonitor extends Ask {
        @Override
        default String address() {
            return Bus.ASK_MONITOR;
        }
    }

    /** To the one who knows the peers. */
    sealed interface OfGossip extends Ask {
        @Override
        default String address() {
            return Bus.ASK_GOSSIP;
        }
    }

    /** To the one who votes. */
    sealed interface OfElection extends Ask {
        @Override
        default String address() {
            return Bus.ASK_ELECTION;
        }
    }

    /** To the one who carries failovers out. */
    sealed interface OfFailover extends Ask {
        @Override
        default String address() {
            return Bus.ASK_FAILOVER;
        }
    }

    /** To the one who keeps the queue of scripts. */
    sealed interface OfScripts extends Ask {
        @Override
        default String address() {
            return Bus.ASK_SCRIPT;
        }
    }

    /** For {@link MonitorReport}. */
    record Instances() implements OfMonitor {}

    /** For {@link Candidates}. */
    record CandidatesOf(MasterName master) implements OfMonitor {}

    /** Watch a further master. For {@link Answer.Outcome}. */
    record Watch(MasterName name, Address master, int quorum) implements OfMonitor {}

    /** Forget a master. For {@link Answer.Outcome}. */
    record Remove(MasterName name) implements OfMonitor {}

    /** Start from scratch with these masters. For {@link Answer.Outcome}. */
    record Reset(List<MasterName> names) implements OfMonitor {
        public Reset {
            names = List.copyOf(names);
        }
    }

    /** Change settings, one after the other, all of them valid. For {@link Answer.Outcome}. */
    record Change(MasterName name, List<SettingChange> changes) implements OfMonitor {
        public Change {
            changes = List.copyOf(changes);
        }
    }

    /** For {@link PeersReport}. */
    record Peers() implements OfGossip {}

    /** A hello that a peer sent by PUBLISH. For {@link Answer.Outcome}. */
    record TakeHello(String payload) implements OfGossip {}

    /** For {@link ElectionReport}. */
    record Votes() implements OfElection {}

    /**
     * A peer's {@code IS-MASTER-DOWN-BY-ADDR}. For {@link Answer.Ballot}.
     *
     * @param candidate whom to vote for, or null when the peer only asks
     */
    record IsDown(Address master, Epoch epoch, @Nullable RunId candidate) implements OfElection {}

    /** For {@link FailoverReport}. */
    record Failovers() implements OfFailover {}

    /**
     * {@code SENTINEL FAILOVER}. For {@link Answer.Outcome}.
     *
     * @param coordinated the master is to hand over by itself, so that nothing is lost
     */
    record Failover(MasterName master, boolean coordinated) implements OfFailover {}

    /** For {@link ScriptReport}. */
    record Scripts() implements OfScripts {}
}
