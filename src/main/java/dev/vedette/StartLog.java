package dev.vedette;

import dev.vedette.bus.Bus;
import dev.vedette.bus.Level;
import dev.vedette.bus.Note;
import dev.vedette.config.Loading.Loaded;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.SentinelSettings;
import dev.vedette.platform.LocalBus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The first lines of the log: who we are, and the settings that are in force, wherever they came from. */
final class StartLog {
    private final LocalBus bus;

    StartLog(LocalBus bus) {
        this.bus = bus;
    }

    /** @param openFiles files and connections that this process may have open at the same time */
    void effective(Loaded start, long openFiles) {
        SentinelSettings settings = start.settings();
        line(null, Vedette.TITLE + " on Java " + Runtime.version().feature());
        line(
                null,
                "Running mode=sentinel, port="
                        + (settings.servesPlain()
                                ? settings.port()
                                : settings.tls().port()) + ".");
        line(null, "Sentinel ID is " + start.state().myId());
        line(
                null,
                "effective: bind " + String.join(" ", settings.bind()) + ", maxclients " + settings.maxClients()
                        + ", announce "
                        + (settings.announceIp() == null ? "the local address" : settings.announceIp())
                        + " port "
                        + settings.portToAnnounce()
                        + ", state in " + start.store().path()
                        + (start.store().inPlace() ? " (in place)" : ""));
        if (settings.tls().inUse()) {
            line(
                    null,
                    "effective: tls-port " + settings.tls().port() + ", certificates of clients "
                            + settings.tls().clients().name().toLowerCase(Locale.ROOT) + ", protocols "
                            + settings.tls().offer().protocols() + ", connections to data nodes and other sentinels "
                            + (settings.tls().outgoing() ? "encrypted" : "in the clear"));
        }
        start.remarks().forEach(remark -> line(null, remark));
        if (start.state().masters().isEmpty()) {
            line(null, "no master is configured; SENTINEL MONITOR adds one");
        }
        start.state().masters().forEach(this::master);
        String shortage = OpenFiles.shortage(start.state(), settings.maxClients(), openFiles);
        if (shortage != null) {
            bus.publish(Bus.NOTE, new Note(Level.WARNING, null, shortage));
        }
    }

    private void master(MasterName name, MasterState state) {
        MasterSettings settings = state.settings();
        line(
                name,
                "effective: " + state.address() + ", quorum " + settings.quorum() + ", down-after "
                        + settings.downAfter().toMillis() + " ms, failover-timeout "
                        + settings.failoverTimeout().toMillis() + " ms, parallel-syncs " + settings.parallelSyncs()
                        + (settings.credentials().isSet() ? ", with a password" : "")
                        + (settings.renames().isEmpty()
                                ? ""
                                : ", renamed " + settings.renames().keySet())
                        + ", config epoch " + state.configEpoch() + ", known: "
                        + state.replicas().size() + " replicas, "
                        + state.peers().size() + " other sentinels");
    }

    private void line(@Nullable MasterName master, String text) {
        bus.publish(Bus.NOTE, new Note(Level.NOTICE, master, text));
    }
}
