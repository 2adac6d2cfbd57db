package dev.vedette.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is mounted where. A file that is mounted by itself, as containers are given single files, cannot be replaced:
 * the kernel refuses every rename over it, with EBUSY. Nothing but the table of mounts tells beforehand; a rename of
 * the file onto itself, which would change nothing, succeeds.
 */
public final class Mounts {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    /** Of a line of that table; see proc(5). */
    private static final int POINT = 4;

    private static final int OCTAL = 8;
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    private Mounts() {}

    /** Whether something is mounted exactly there; false where the system does not tell. */
    public static boolean isMountPoint(Path file) {
        try {
            Path real = file.toRealPath();
            try (Stream<String> lines = Files.lines(TABLE, StandardCharsets.ISO_8859_1)) {
                return hasPoint(lines, real);
            }
        } catch (IOException e) {
            return false;
        }
    }

    static boolean hasPoint(Stream<String> table, Path real) {
        String name = new String(real.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return table.map(line -> line.split(" "))
                .anyMatch(fields ->
                        fields.length > POINT && unescaped(fields[POINT]).equals(name));
    }

    /** Spaces, tabs, line ends and backslashes are written as three octal digits. */
    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), OCTAL))));
    }
}
