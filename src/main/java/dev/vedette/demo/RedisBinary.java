package dev.vedette.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A {@code redis-server}: the one on the PATH, else the one that a jar brings along for machines where nothing is
 * installed. The same program is a stock sentinel when started with {@code --sentinel}.
 */
public final class RedisBinary {
    private static final List<String> NAMES = List.of("redis-server", "valkey-server");
    private static final String PREFIX = "redis-server-";

    private RedisBinary() {}

    /**
     * Finds or extracts it.
     *
     * @param jar the jar that brings one along
     * @param folder where it is extracted to, if need be
     */
    public static Path find(Path jar, Path folder) throws IOException {
        Optional<Path> installed = installed();
        return installed.isPresent() ? installed.get() : extract(jar, folder);
    }

    /** As above; the jar is the only one in the folder, and it is extracted beside it. */
    public static Path find(Path library) throws IOException {
        Optional<Path> installed = installed();
        if (installed.isPresent()) {
            return installed.get();
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(library, "*.jar")) {
            for (Path jar : jars) {
                return extract(jar, library);
            }
        }
        throw new NoSuchFileException(library + "/*.jar");
    }

    /** Whether a user could type this. */
    public static boolean isOnPath(String program) {
        return onPath(program).isPresent();
    }

    private static Optional<Path> installed() {
        return NAMES.stream().flatMap(name -> onPath(name).stream()).findFirst();
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Path extract(Path jar, Path folder) throws IOException {
        try (JarFile archive = new JarFile(jar.toFile())) {
            String suffix = platform();
            List<JarEntry> fitting = new ArrayList<>();
            archive.stream()
                    .filter(entry -> entry.getName().startsWith(PREFIX)
                            && entry.getName().endsWith(suffix))
                    .sorted(Comparator.comparing(JarEntry::getName))
                    .forEach(fitting::add);
            if (fitting.isEmpty()) {
                throw new IOException("no redis-server is installed, and none is brought along for " + suffix
                        + ": install one, for example with 'apt-get install redis-server'");
            }
            JarEntry newest = fitting.get(fitting.size() - 1);
            Files.createDirectories(folder);
            Path binary = folder.resolve("redis-server");
            try (InputStream content = archive.getInputStream(newest)) {
                Files.copy(content, binary, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!binary.toFile().setExecutable(true)) {
                throw new IOException(binary + " cannot be made executable");
            }
            return binary;
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String os = system.contains("mac") ? "darwin" : "linux";
        String arch =
                switch (machine) {
                    case "amd64", "x86_64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> machine;
                };
        return os + "-" + arch;
    }
}
