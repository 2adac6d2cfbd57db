package dev.vedette.config;

import dev.vedette.model.Limits;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Files that other files include. As in Redis a relative name starts at {@code dir}, or where the process was started,
 * not beside the file that says it; {@code *}, {@code ?} and {@code []} stand for several files, or for none. Redis
 * follows a circle until it dies of it; here it is refused.
 *
 * <p>Sentinel lines of an included file are read, and state about the same masters is kept in the main file, which
 * counts. Redis keeps it there, too, and then refuses its own file: {@code Duplicate master name.}
 */
final class Includes {
    /** Reads a text, or adds to the draft why it cannot, and answers null. */
    interface Reader {
        @Nullable
        String read(Path file, String shown);
    }

    private static final String WILD = "*?[";
    private final Reader reader;
    private final Deque<Path> open = new ArrayDeque<>();
    private final SortedSet<String> sources = new TreeSet<>();
    private int files;

    /** @param main the file that is being read already */
    Includes(Path main, Reader reader) {
        this.reader = reader;
        open.push(main);
    }

    /** Something was included. */
    boolean any() {
        return !sources.isEmpty();
    }

    boolean has(ConfLine line) {
        return sources.contains(line.source());
    }

    /** The lines of one file, which is being read until {@link #leave}. */
    List<ConfLine> enter(Path file, String shown) throws Fault {
        if (open.contains(file)) {
            throw new Fault("include goes in a circle: " + file, "a file that is not being read already");
        }
        if (files == Limits.INCLUDED_FILES) {
            throw new Fault("Too many included files.", "at most " + Limits.INCLUDED_FILES);
        }
        files++;
        open.push(file);
        sources.add(file.toString());
        String text = reader.read(file, shown);
        return text == null ? List.of() : ConfLine.all(file.toString(), text);
    }

    void leave() {
        open.pop();
    }

    static boolean isWild(String pattern) {
        return pattern.chars().anyMatch(c -> WILD.indexOf(c) >= 0);
    }

    /** In the order of their names; a wild pattern may name none. */
    static List<Path> files(Path base, String pattern) {
        SortedSet<Path> found = new TreeSet<>();
        if (isWild(pattern)) {
            expand(pattern.startsWith("/") ? Path.of("/") : base, List.of(pattern.split("/")), found);
        } else {
            found.add(base.resolve(pattern).normalize());
        }
        return List.copyOf(found);
    }

    private static void expand(Path folder, List<String> parts, SortedSet<Path> found) {
        if (parts.isEmpty()) {
            if (Files.isRegularFile(folder)) {
                found.add(folder.normalize());
            }
            return;
        }
        String part = parts.get(0);
        List<String> rest = parts.subList(1, parts.size());
        if (!isWild(part)) {
            expand(folder.resolve(part), rest, found);
            return;
        }
        PathMatcher matcher =
                FileSystems.getDefault().getPathMatcher("glob:" + part.replaceAll("([{}\\\\])", "\\\\$1"));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                boolean hidden = entry.getFileName().toString().startsWith(".") && !part.startsWith(".");
                if (!hidden && matcher.matches(entry.getFileName())) {
                    expand(entry, rest, found);
                }
            }
        } catch (IOException e) {
            // What cannot be listed has no files for the pattern, as for a shell.
            return;
        }
    }
}
