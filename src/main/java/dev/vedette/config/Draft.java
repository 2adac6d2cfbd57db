package dev.vedette.config;

import dev.vedette.bus.Level;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterState;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SentinelState;
import dev.vedette.platform.SystemProcesses;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A configuration while it is being read, with everything that was wrong with it so far. */
final class Draft {
    int port = SentinelSettings.DEFAULT_PORT;
    List<String> bind = SentinelSettings.DEFAULTS.bind();

    @Nullable
    String announceIp;

    int announcePort;
    boolean resolveHostnames;
    boolean announceHostnames;
    final TlsDraft tls = new TlsDraft();
    final FeedDraft feed = new FeedDraft();
    final ClusterDraft cluster = new ClusterDraft();
    final DoorDraft doors = new DoorDraft();
    Credentials peers = Credentials.NONE;
    int maxClients = SentinelSettings.DEFAULT_MAX_CLIENTS;
    boolean denyScriptsReconfig = true;
    String requirePass = "";
    String aclFile = "";
    int aclLogLength = AccessSettings.DEFAULT_LOG_LENGTH;
    boolean allChannels;
    final List<AccessSettings.UserLine> users = new ArrayList<>();
    /** Null is silence. */
    @Nullable
    Level logLevel = Level.NOTICE;
    /** Where relative paths start, when the configuration says so; absolute. */
    @Nullable
    Path folder;

    /** Where relative paths of programs start when there is no folder; null when files are not to be looked at. */
    @Nullable
    Path here;

    String logFile = "";
    String pidFile = "";
    boolean daemonize;
    /** The address that outgoing connections come from; empty when the system chooses. */
    String bindSource = "";

    ServiceSettings.Supervision supervision = ServiceSettings.Supervision.NO;
    /** Where the state goes when not into the file itself. */
    @Nullable
    String stateFile;

    @Nullable
    RunId myId;

    Epoch currentEpoch = Epoch.ZERO;
    final SortedMap<MasterName, MasterDraft> masters = new TreeMap<>();

    final List<Problem> problems = new ArrayList<>();
    final List<String> remarks = new ArrayList<>();

    private AccessSettings access() {
        String path = folder == null || aclFile.isEmpty()
                ? aclFile
                : folder.resolve(aclFile).toString();
        return new AccessSettings(requirePass, users, path, aclLogLength, allChannels);
    }

    /** The path of a program, if it is one. */
    String program(String path, String refusal) throws Fault {
        if (here != null) {
            Path base = folder == null ? here : here.resolve(folder);
            if (!isProgram(base, path)) {
                throw new Fault(refusal, "a file that this user may execute; relative paths start at " + base);
            }
        }
        return path;
    }

    private static boolean isProgram(Path base, String path) {
        try {
            return !path.isEmpty() && SystemProcesses.isExecutable(base.resolve(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** @param base where relative paths start that have no {@code dir} to start at */
    SentinelSettings settings(Path base) {
        Path start = folder != null ? folder.toAbsolutePath() : base;
        return new SentinelSettings(
                port,
                bind,
                announceIp,
                announcePort,
                peers,
                new NamePolicy(resolveHostnames, announceHostnames),
                maxClients,
                denyScriptsReconfig,
                folder == null ? null : folder.toString(),
                tls.settings(start, feed.port != 0 && feed.encrypted),
                access(),
                doors.settings(start));
    }

    /** Where relative paths start now. */
    Path folder() {
        return folder != null ? folder : Path.of("").toAbsolutePath();
    }

    ServiceSettings service() {
        return new ServiceSettings(folder(), path(logFile), path(pidFile), daemonize, supervision, bindSource);
    }

    private @Nullable Path path(String text) {
        return text.isEmpty() ? null : folder().resolve(text).normalize();
    }

    SentinelState state(RunId id) {
        SortedMap<MasterName, MasterState> states = new TreeMap<>();
        masters.forEach((name, master) -> states.put(name, master.state()));
        return new SentinelState(id, currentEpoch, states);
    }

    SortedMap<MasterName, Declaration> declarations() {
        SortedMap<MasterName, Declaration> declared = new TreeMap<>();
        masters.forEach((name, master) -> declared.put(name, master.declaration()));
        return declared;
    }

    /** An epoch that matters was read: only a process with an identity can have had one. */
    boolean remembersEpochs() {
        return !currentEpoch.equals(Epoch.ZERO)
                || masters.values().stream().anyMatch(m -> !m.leaderEpoch.equals(Epoch.ZERO));
    }
}
