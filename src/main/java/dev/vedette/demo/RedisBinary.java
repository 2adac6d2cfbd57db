package dev.vedette.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

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
        Optional<Path> installed = onPath();
        return installed.isPresent() ? installed.get() : extract(jar, folder);
    }

    static Optional<Path> onPath() {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String name : NAMES) {
            for (String folder : path.split(":", -1)) {
                Path candidate = Path.of(folder, name);
                if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
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
