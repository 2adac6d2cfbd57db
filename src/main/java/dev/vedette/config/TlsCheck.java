package dev.vedette.config;

import dev.vedette.model.TlsSettings;
import dev.vedette.platform.AtomicFile;
import dev.vedette.tls.Material;
import dev.vedette.tls.Texts;
import dev.vedette.tls.Unusable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Whether the files that encryption needs are there and fit together; before the start, when stopping is still easy.
 */
final class TlsCheck implements Texts {
    private TlsCheck() {}

    /** Every problem; what is wrong with the settings is attributed to {@code source}. */
    static List<Problem> problems(TlsSettings settings, String source, Instant now) {
        if (!settings.inUse()) {
            return List.of();
        }
        try {
            Material.of(settings, new TlsCheck(), now);
            return List.of();
        } catch (Unusable e) {
            return e.reasons().stream()
                    .map(reason -> Problem.ofFile(
                            reason.file().isEmpty() ? source : reason.file(), reason.text(), reason.valid()))
                    .toList();
        }
    }

    @Override
    public String read(String path) throws IOException {
        return AtomicFile.at(path).read();
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return AtomicFile.filesIn(Path.of(folder));
    }
}
