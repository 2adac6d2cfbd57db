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
import org.jspecify.annotations.Nullable;

/** The first lines of the log: who we are, and the settings that are in force, wherever they came from. */
final class StartLog {
    private final LocalBus bus;

    StartLog(LocalBus bus) {
        this.bus = bus;
    }

    void effective(Loaded start) {
        SentinelSettings settings = start.settings();
        line(null, Vedette.TITLE + " on Java " + Runtime.version().feature());
        line(null, "Running mode=sentinel, port=" + settings.port() + ".");
        line(null, "Sentinel ID is " + start.state().myId());
        line(
                null,
                "effective: bind " + String.join(" ", settings.bind()) + ", maxclients " + settings.maxClients()
                        + ", announce "
                        + (settings.announceIp() == null ? "the local address" : settings.announceIp())
                        + " port "
                        + (settings.announcePort() == 0 ? settings.port() : settings.announcePort())
                        + ", state in " + start.store().path()
                        + (start.store().inPlace() ? " (in place)" : ""));
        start.remarks().forEach(remark -> line(null, remark));
        if (start.state().masters().isEmpty()) {
            line(null, "no master is configured; SENTINEL MONITOR adds one");
        }
        start.state().masters().forEach(this::master);
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
