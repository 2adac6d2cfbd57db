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

    /** For {@link MonitorReport}. */
    record Instances() implements Ask {
        @Override
        public String address() {
            return Bus.ASK_MONITOR;
        }
    }

    /** For {@link Candidates}. */
    record CandidatesOf(MasterName master) implements Ask {
        @Override
        public String address() {
            return Bus.ASK_MONITOR;
        }
    }

    /** Watch a further master. For {@link Answer.Outcome}. */
    record Watch(MasterName name, Address master, int quorum) implements Ask {
        @Override
        public String address() {
            return Bus.ASK_MONITOR;
        }
    }

    /** Forget a master. For {@link Answer.Outcome}. */
    record Remove(MasterName name) implements Ask {
        @Override
        public String address() {
            return Bus.ASK_MONITOR;
        }
    }

    /** Start from scratch with these masters. For {@link Answer.Outcome}. */
    record Reset(List<MasterName> names) implements Ask {
        public Reset {
            names = List.copyOf(names);
        }

        @Override
        public String address() {
            return Bus.ASK_MONITOR;
        }
    }

    /** Change settings, one after the other, all of them valid. For {@link Answer.Outcome}. */
    record Change(MasterName name, List<SettingChange> changes) implements Ask {
        public Change {
            changes = List.copyOf(changes);
        }

        @Override
        public String address() {
            return Bus.ASK_MONITOR;
        }
    }

    /** For {@link PeersReport}. */
    record Peers() implements Ask {
        @Override
        public String address() {
            return Bus.ASK_GOSSIP;
        }
    }

    /** A hello that a peer sent by PUBLISH. For {@link Answer.Outcome}. */
    record TakeHello(String payload) implements Ask {
        @Override
        public String address() {
            return Bus.ASK_GOSSIP;
        }
    }

    /** For {@link ElectionReport}. */
    record Votes() implements Ask {
        @Override
        public String address() {
            return Bus.ASK_ELECTION;
        }
    }

    /**
     * A peer's {@code IS-MASTER-DOWN-BY-ADDR}. For {@link Answer.Ballot}.
     *
     * @param candidate whom to vote for, or null when the peer only asks
     */
    record IsDown(Address master, Epoch epoch, @Nullable RunId candidate) implements Ask {
        @Override
        public String address() {
            return Bus.ASK_ELECTION;
        }
    }

    /** For {@link FailoverReport}. */
    record Failovers() implements Ask {
        @Override
        public String address() {
            return Bus.ASK_FAILOVER;
        }
    }

    /** {@code SENTINEL FAILOVER}. For {@link Answer.Outcome}. */
    record Failover(MasterName master) implements Ask {
        @Override
        public String address() {
            return Bus.ASK_FAILOVER;
        }
    }
}
