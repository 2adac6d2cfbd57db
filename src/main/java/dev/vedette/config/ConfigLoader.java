package dev.vedette.config;

import dev.vedette.bus.ProcessSettings;
import dev.vedette.model.Chance;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import dev.vedette.platform.AtomicFile;
import dev.vedette.platform.Errno;
import dev.vedette.platform.Mounts;
import dev.vedette.platform.SystemClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the process starts from: settings and state, or every reason why it must not start. Reads files and blocks,
 * which is fine before anything runs; writes nothing, so that a refused start leaves everything as it found it.
 */
public final class ConfigLoader {
    private final Draft draft = new Draft();
    private final Chance chance;
    private boolean ownDisk = true;
    /** Where paths of keys and certificates start: with Redis's words as in Redis, where the program was started. */
    private Path base = Path.of("").toAbsolutePath();

    private String more = "";

    private ConfigLoader(Chance chance) {
        this.chance = chance;
    }

    /**
     * @param file JSON when its name ends in {@code .json}, else a sentinel.conf
     * @param options lines that count after those of the file, see {@link #optionLines}
     */
    public static Loading load(Path file, List<String> options, Chance chance) {
        return load(file, "", options, chance);
    }

    /** @param more lines that count after those of the file and before the options; from the standard input */
    public static Loading load(Path file, String more, List<String> options, Chance chance) {
        Path path = file.toAbsolutePath().normalize();
        ConfigLoader loader = new ConfigLoader(chance);
        loader.more = more;
        String text = loader.read(path, path.toString());
        if (text == null) {
            return loader.refused();
        }
        return isJson(path) ? loader.json(path, text, options) : loader.conf(path, text, options);
    }

    /**
     * The same for a JSON configuration that is in memory already.
     *
     * @param file names it in messages and tells where relative paths start; need not exist
     */
    public static Loading loadJson(Path file, String text, List<String> options, Chance chance) {
        return new ConfigLoader(chance).json(file.toAbsolutePath().normalize(), text, options);
    }

    /**
     * The same for a sentinel.conf that is in memory already. Whether the file can be written is the caller's matter:
     * its disk may be none of this machine's.
     */
    public static Loading loadConf(Path file, String text, List<String> options, Chance chance) {
        ConfigLoader loader = new ConfigLoader(chance);
        loader.ownDisk = false;
        return loader.conf(file.toAbsolutePath().normalize(), text, options);
    }

    private static boolean isJson(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    private Loading conf(Path file, String text, List<String> options) {
        List<ConfLine> lines = new ArrayList<>(ConfLine.all(file.toString(), text));
        draft.here = ownDisk ? file.getFileSystem().getPath("").toAbsolutePath() : null;
        lines.addAll(further(lines.size(), options));
        SentinelConf.apply(draft, new Includes(file, this::read), lines);
        checkLogFile();
        checkCluster(file);
        Marks.check(draft, file.toString(), text, false);
        checkTls(file);
        if (draft.stateFile != null) {
            return apart(file, resolve(file, draft.stateFile));
        }
        if (!draft.problems.isEmpty()) {
            return refused();
        }
        checkWritable(file);
        boolean idIsNew = draft.myId == null;
        Store store = new Store(file.toString(), true, new TreeMap<>(), declaredProcess());
        return loaded(store, store.process(), state(), idIsNew, !idIsNew && options.isEmpty() && isDurable(file));
    }

    /** As if they stood behind the file, an empty line before the options: so their numbers are those of Redis. */
    private List<ConfLine> further(int before, List<String> options) {
        List<ConfLine> lines = new ArrayList<>(ConfLine.all(ConfLine.STDIN, ConfLine.texts(more), before + 1));
        lines.addAll(ConfLine.all(ConfLine.OPTIONS, options, before + lines.size() + 2));
        return lines;
    }

    private void checkLogFile() {
        Path logFile = draft.service().logFile();
        if (logFile == null || !ownDisk) {
            return;
        }
        try {
            FileChannel.open(logFile, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            draft.problems.add(Problem.ofWhole(
                    logFile.toString(),
                    "Can't open the log file: " + Errno.text(e),
                    "a file that this user may write in a folder that is there: " + logFile));
        }
    }

    private Loading json(Path file, String text, List<String> options) {
        draft.here = file.resolveSibling("");
        JsonConfig.apply(draft, file.toString(), text);
        SentinelConf.apply(draft, new Includes(file, this::read), further(0, options));
        checkLogFile();
        checkCluster(file);
        base = file.resolveSibling("");
        checkTls(file);
        String stateFile = draft.stateFile != null ? draft.stateFile : besideName(file);
        return apart(file, resolve(file, stateFile));
    }

    /** Of each configuration its own: two sentinels in one folder must not share an identity. */
    private static String besideName(Path file) {
        String name = file.getFileName() == null
                ? "sentinel.json"
                : file.getFileName().toString();
        return (isJson(file) ? name.substring(0, name.length() - ".json".length()) : name) + ".state.conf";
    }

    private Path resolve(Path file, String path) {
        Path base = draft.folder != null ? draft.folder : file.resolveSibling("");
        return base.resolve(path).toAbsolutePath().normalize();
    }

    /** The configuration is only read; the state has a file of its own. */
    private Loading apart(Path file, Path stateFile) {
        SortedMap<MasterName, Declaration> declared = draft.declarations();
        String stored = "";
        if (stateFile.equals(file)) {
            draft.problems.add(Problem.ofWhole(
                    file.toString(), "The state file is the configuration itself: " + stateFile, "a file of its own"));
        } else if (Files.exists(stateFile)) {
            stored = mergeState(stateFile);
        }
        if (!draft.problems.isEmpty()) {
            return refused();
        }
        checkWritable(stateFile);
        boolean idIsNew = draft.myId == null;
        Store store = new Store(stateFile.toString(), false, declared, declaredProcess());
        ProcessSettings inForce = RunTimeChange.apply(store.process(), stored);
        if (!inForce.equals(store.process())) {
            draft.remarks.add(
                    "settings of the process that were changed at run time stay in force until their lines are"
                            + " taken out of " + stateFile);
        }
        SentinelState state = state();
        boolean same = ConfRewriter.stateFile(state, store, inForce).equals(stored);
        return loaded(store, inForce, state, idIsNew, same && isDurable(stateFile));
    }

    private String mergeState(Path stateFile) {
        String text = read(stateFile, stateFile.toString());
        if (text == null) {
            return "";
        }
        Draft stored = new Draft();
        stored.here = draft.here;
        stored.folder = draft.folder;
        stored.resolveHostnames =
                RunTimeChange.apply(declaredProcess(), text).settings().names().resolve();
        SentinelConf.apply(stored, new Includes(stateFile, this::read), ConfLine.all(stateFile.toString(), text));
        Marks.check(stored, stateFile.toString(), text, true);
        draft.problems.addAll(stored.problems);
        draft.remarks.addAll(stored.remarks);
        if (stored.problems.isEmpty()) {
            StateMerge.into(draft, stored, text, stateFile.toString());
        }
        return text;
    }

    private SentinelState state() {
        RunId id = draft.myId;
        return draft.state(id != null ? id : chance.runId());
    }

    private ProcessSettings declaredProcess() {
        return ProcessSettings.atStart(draft.settings(base), draft.logLevel);
    }

    private Loading loaded(Store store, ProcessSettings inForce, SentinelState state, boolean idIsNew, boolean onDisk) {
        return draft.problems.isEmpty()
                ? new Loading.Loaded(
                        inForce.settings(),
                        state,
                        idIsNew,
                        onDisk,
                        store,
                        inForce.logLevel(),
                        draft.service(),
                        draft.feed.settings(),
                        draft.cluster.settings(),
                        draft.remarks)
                : refused();
    }

    private Loading.Refused refused() {
        return new Loading.Refused(draft.problems);
    }

    private void checkCluster(Path file) {
        Fault fault = draft.cluster.contradiction();
        if (fault != null) {
            draft.problems.add(Problem.ofWhole(file.toString(), fault.reason(), fault.valid()));
        }
    }

    private void checkTls(Path file) {
        if (ownDisk) {
            Instant now = new SystemClock().wall();
            draft.problems.addAll(TlsCheck.problems(draft.settings(base).tls(), file.toString(), now));
        }
    }

    /**
     * Every save needs the file and, because it is replaced, the folder too. A sentinel that could not save would give
     * no vote, and writing over a mounted file in place would leave half of it when the power fails.
     */
    private void checkWritable(Path file) {
        if (!ownDisk) {
            return;
        }
        String reason = null;
        String valid = "a file in a folder, both writable for this user";
        try {
            if (Files.exists(file)) {
                FileChannel.open(file, StandardOpenOption.WRITE).close();
            }
        } catch (IOException e) {
            reason = Errno.text(e);
        }
        Path folder = file.getParent();
        if (reason == null && Mounts.isMountPoint(file)) {
            reason = "Device or resource busy, since it is mounted by itself and cannot be replaced";
            valid = "mount its folder instead of the file; or leave it and keep the state elsewhere, in a folder that"
                    + " lasts: --sentinel state-config-file /data/sentinel.state.conf";
        } else if (reason == null && folder != null && !Files.isDirectory(folder)) {
            reason = "No such file or directory";
        } else if (reason == null && folder != null && !Files.isWritable(folder)) {
            reason = "Permission denied in its folder";
        }
        if (reason != null) {
            draft.problems.add(Problem.ofFile(
                    file.toString(),
                    "Sentinel config file " + file + " is not writable: " + reason + ". Exiting...",
                    valid));
        }
    }

    /**
     * The process before us may have died in the middle of its last save. What it left is to be seen only once it
     * cannot be lost any more, or an epoch that peers have heard of would be forgotten; when that fails, it is written
     * anew.
     */
    private boolean isDurable(Path file) {
        if (!ownDisk) {
            return true;
        }
        try {
            AtomicFile.at(file).sync();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private @Nullable String read(Path file, String shown) {
        try {
            if (Files.size(file) > Limits.CONFIG_BYTES) {
                throw new IOException("File too large");
            }
            return decode(file, Files.readAllBytes(file));
        } catch (IOException e) {
            draft.problems.add(Problem.ofFile(
                    file.toString(), "Fatal error, can't open config file '" + shown + "': " + Errno.text(e), ""));
            return null;
        }
    }

    private @Nullable String decode(Path file, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer from = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        if (!decoder.decode(from, text, true).isError()) {
            return text.flip().toString();
        }
        int line = 1;
        for (int i = 0; i < from.position(); i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        draft.problems.add(new Problem(
                file.toString(),
                line,
                "",
                "",
                "Bytes that are not UTF-8 text.",
                "UTF-8, or \\xHH escapes in double quotes"));
        return null;
    }
}
