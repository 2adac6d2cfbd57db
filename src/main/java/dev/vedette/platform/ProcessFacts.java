package dev.vedette.platform;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is known about the process and its machine.
 *
 * @param usage processor time used so far
 * @param openFiles files and connections that it may have open at the same time; {@link #UNKNOWN} where nobody says
 */
public record ProcessFacts(long pid, String os, String executable, Supplier<Usage> usage, long openFiles) {
    /** A limit that the system does not tell. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String OPEN_FILES = "Max open files";
    /** Counted from the field behind the program's name, which is the third. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;
    private static final long MILLIS_PER_TICK = 10;

    public record Usage(Duration user, Duration system) {
        public static final Usage NONE = new Usage(Duration.ZERO, Duration.ZERO);
    }

    /** For worlds without a machine. */
    public static ProcessFacts simulated(long pid) {
        return new ProcessFacts(pid, "simulated", "", () -> Usage.NONE, UNKNOWN);
    }

    public static ProcessFacts ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        String architecture = System.getProperty("os.arch").replace("amd64", "x86_64");
        String os = System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + architecture;
        return new ProcessFacts(self.pid(), os, self.info().command().orElse(""), ProcessFacts::used, limit());
    }

    /**
     * Java raises the soft limit to the hard one when it starts. From Linux where it is: the way through Java loads the
     * whole of its management first, a twentieth of the time until a sentinel answers.
     */
    private static long limit() {
        try (Stream<String> limits = Files.lines(LIMITS)) {
            return limits.filter(line -> line.startsWith(OPEN_FILES))
                    .map(line -> line.substring(OPEN_FILES.length()).strip().split(" +")[0])
                    .map(soft -> soft.equals("unlimited") ? UNKNOWN : Long.parseLong(soft))
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return limitThroughJava();
        }
    }

    private static long limitThroughJava() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : UNKNOWN;
    }

    /** From Linux where it is, since Java tells user and system time apart for threads only. */
    private static Usage used() {
        try {
            String stat = Files.readString(STAT);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new Usage(ticks(fields[USER_TICKS]), ticks(fields[SYSTEM_TICKS]));
        } catch (IOException e) {
            return new Usage(usedInJavaThreads(), Duration.ZERO);
        }
    }

    private static Duration ticks(String count) {
        return Duration.ofMillis(Long.parseLong(count) * MILLIS_PER_TICK);
    }

    private static Duration usedInJavaThreads() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? Duration.ofNanos(Math.max(0, machine.getProcessCpuTime()))
                : Duration.ZERO;
    }
}
