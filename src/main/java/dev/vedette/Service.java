package dev.vedette;

import dev.vedette.bus.Level;
import dev.vedette.config.ServiceSettings;
import dev.vedette.config.ServiceSettings.Supervision;
import dev.vedette.journal.Journal;
import dev.vedette.platform.Background;
import dev.vedette.platform.Errno;
import dev.vedette.platform.Helpers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the process does for those who look after it: goes to the background, leaves its pid in a file, tells a
 * supervisor that it is ready. As Redis does, the pid is written when the port is open: a second process that finds the
 * port taken leaves the first one's file alone.
 */
final class Service {
    private final ServiceSettings settings;
    private final Supervision supervisor;
    private @Nullable Path written;

    Service(ServiceSettings settings) {
        this.settings = settings;
        this.supervisor = supervisor(settings.supervision());
    }

    private static Supervision supervisor(Supervision asked) {
        boolean upstart = System.getenv("UPSTART_JOB") != null;
        boolean systemd = System.getenv("NOTIFY_SOCKET") != null;
        return switch (asked) {
            case NO -> Supervision.NO;
            case AUTO -> upstart ? Supervision.UPSTART : systemd ? Supervision.SYSTEMD : Supervision.NO;
            case UPSTART -> there(upstart, asked, "upstart supervision requested, but UPSTART_JOB not found!");
            case SYSTEMD -> there(systemd, asked, "systemd supervision error: NOTIFY_SOCKET not found!");
        };
    }

    private static Supervision there(boolean there, Supervision asked, String otherwise) {
        if (!there) {
            Journal.write(Level.WARNING, otherwise);
        }
        return there ? asked : Supervision.NO;
    }

    boolean goesToTheBackground() {
        return settings.daemonize() && supervisor == Supervision.NO && !Background.isThis();
    }

    /** Starts the same program there. Returns when it is ready or has ended, with a status for this process. */
    int background(List<String> arguments, String stdin) {
        try {
            if (Background.start(Vedette.class.getName(), arguments, stdin)) {
                return 0;
            }
            Journal.write(Level.WARNING, "The sentinel in the background ended while it started; its log says why.");
        } catch (IOException e) {
            Journal.write(Level.WARNING, "Can't go to the background: " + Errno.text(e));
        }
        return 1;
    }

    /** The port is open. */
    void ready() {
        Path file = settings.pidFile();
        if (file == null && Background.isThis()) {
            file = ServiceSettings.DEFAULT_PID_FILE;
        }
        long pid = ProcessHandle.current().pid();
        if (file != null) {
            writePid(file, pid);
        }
        if (supervisor == Supervision.UPSTART) {
            Journal.write(Level.NOTICE, "supervised by upstart, will stop to signal readiness");
            run(List.of("kill", "-STOP", String.valueOf(pid)));
        } else if (supervisor == Supervision.SYSTEMD) {
            notifySystemd(pid, "READY=1", "STATUS=Ready to accept connections");
        }
        Background.ready();
    }

    private void writePid(Path file, long pid) {
        try {
            Files.write(file, (pid + "\n").getBytes(StandardCharsets.US_ASCII));
            written = file;
        } catch (IOException e) {
            Journal.write(Level.WARNING, "Failed to write PID file: " + file + ": " + Errno.text(e));
        }
    }

    /** The process ends, for whatever reason. */
    void ended() {
        if (supervisor == Supervision.SYSTEMD) {
            notifySystemd(ProcessHandle.current().pid(), "STOPPING=1");
        }
        Path file = written;
        if (file != null) {
            Journal.write(Level.NOTICE, "Removing the pid file.");
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                Journal.write(Level.WARNING, "The pid file stays: " + Errno.text(e));
            }
        }
    }

    /** Java has no datagram sockets of the local kind; the program that comes with systemd has. */
    private static void notifySystemd(long pid, String... words) {
        List<String> command = new ArrayList<>(List.of("systemd-notify", "--pid=" + pid));
        command.addAll(List.of(words));
        run(command);
    }

    private static void run(List<String> command) {
        String trouble = Helpers.run(command);
        if (trouble != null) {
            Journal.write(Level.WARNING, String.join(" ", command) + ": " + trouble);
        }
    }
}
