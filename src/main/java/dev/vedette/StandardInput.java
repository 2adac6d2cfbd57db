package dev.vedette;

import dev.vedette.model.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Lines of a configuration that come through a pipe. */
final class StandardInput {
    private StandardInput() {}

    static String text() {
        try {
            return new String(System.in.readNBytes(Limits.CONFIG_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
