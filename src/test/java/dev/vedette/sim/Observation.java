package dev.vedette.sim;

import dev.vedette.bus.Errand;
import dev.vedette.bus.Fact;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import dev.vedette.sim.disk.Loss;
import dev.vedette.sim.disk.Stage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that happened in the world, as the trace, the checkers and the table of what was reached hear of it. */
public sealed interface Observation {
    /** The process that it happened in. */
    String who();

    /** A sentinel starts with what its disk says. */
    record Started(String who, SentinelState state) implements Observation {}

    /** A process starts, whatever it is. */
    record Booted(String who, String ip) implements Observation {}

    /** A process is gone, however it went: what its rooms still had to say is never heard. */
    record Ended(String who) implements Observation {}

    /** A thread of a process goes on that hung: what was said to its rooms meanwhile is heard now. */
    record WentOn(String who) implements Observation {}

    /**
     * A sentinel ends itself.
     *
     * @param lastWords the last line of its log
     */
    record Exited(String who, int status, String lastWords) implements Observation {}

    /** A sentinel hands a part of its state to the disk: the moment at which it decided what that part says. */
    record Saving(String who, Slice slice) implements Observation {}

    /** A sentinel sends an order that changes the role of a server; it has not arrived yet. */
    record Commanded(String who, LinkId.Node server, Errand.Reconfigure order) implements Observation {}

    /**
     * A sentinel has the answer to its question whether a master is down.
     *
     * @param who asked
     * @param voter answered
     * @param leader whom the voter says it has voted for, or null
     */
    record Answered(
            String who,
            MasterName master,
            RunId voter,
            @Nullable RunId leader,
            Epoch epoch) implements Observation {}

    /** A sentinel's entry in the public event stream. */
    record Announced(String who, SentinelEvent event) implements Observation {}

    /** A sentinel's line for the log alone. */
    record Noted(String who, Note note) implements Observation {}

    /** A fact on the bus of a sentinel. */
    record Told(String who, Fact fact) implements Observation {}

    /** Somebody published on a server, or straight to a sentinel. */
    record Published(String who, String channel, String message) implements Observation {}

    /**
     * A server took the order to follow another one, or nobody.
     *
     * @param master empty when it is a master from now on
     * @param by the ip of whoever ordered it
     */
    record RoleOrdered(String who, Optional<Address> master, String by) implements Observation {}

    /** A stock sentinel starts with what its disk says. */
    record StockStarted(String who, RunId id, Epoch currentEpoch) implements Observation {}

    /** A stock sentinel's entry in its public event stream; the master is empty for what is about the process. */
    record StockAnnounced(String who, String event, String payload, Optional<MasterName> master)
            implements Observation {}

    /** A stock sentinel's line for the log alone. */
    record StockLogged(String who, String text) implements Observation {
        public static final String SAVED = "Sentinel new configuration saved on disk";
        public static final String NOT_SAVED =
                "WARNING: Sentinel was not able to save the new configuration on disk!!!";
        /** What follows it is the name of the master, in quotes. */
        public static final String ORDERED = "Executing user requested FAILOVER of ";
    }

    /**
     * A process ended without having been asked.
     *
     * @param powerLost its host went down with it
     * @param during how far it had come with what it was writing
     */
    record Crashed(String who, boolean powerLost, Stage during) implements Observation {}

    /** What a power loss made of something that was not synced. */
    record Unsynced(String who, Loss loss) implements Observation {}
}
