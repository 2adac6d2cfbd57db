package dev.vedette.config;

import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.ScriptPaths;
import dev.vedette.platform.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A master as a file that we only read declares it. The state file remembers what was declared when it was written, so
 * that the next start can tell an operator's edit from a change at run time.
 */
public record Declaration(Address address, MasterSettings settings) {
    private static final int DIGEST_CHARS = 16;

    /** What the state file remembers. */
    Trace trace() {
        return new Trace(address, digest());
    }

    /** Without the credentials: a digest of a password beside it would help to guess it. */
    private String digest() {
        String text = settings.quorum() + " " + settings.downAfter() + " " + settings.failoverTimeout() + " "
                + settings.parallelSyncs() + " " + settings.renames() + " " + settings.rebootDownAfter()
                + (settings.scripts().equals(ScriptPaths.NONE) ? "" : " " + settings.scripts())
                + (settings.crashDetection() ? " crash-detection" : "");
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_CHARS);
    }

    /** @param digest changes when any setting but the credentials does */
    record Trace(Address address, String digest) {
        private static final String MARK = "# vedette: declared ";

        String line(MasterName name) {
            return MARK + Words.quoted(name.value()) + " " + address.host() + " " + address.port() + " " + digest;
        }

        record Named(MasterName name, Trace trace) {}

        /** Reads such a line back; null when it is another one. */
        static @Nullable Named read(String line) {
            if (!line.startsWith(MARK)) {
                return null;
            }
            try {
                List<String> words = Words.split(line.substring(MARK.length()));
                if (words.size() != 4) {
                    return null;
                }
                return new Named(
                        new MasterName(words.get(0)),
                        new Trace(Numbers.address(words.get(1), words.get(2), true), words.get(3)));
            } catch (Fault e) {
                return null;
            }
        }
    }
}
