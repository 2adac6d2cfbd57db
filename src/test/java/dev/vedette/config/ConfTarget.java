package dev.vedette.config;

import dev.vedette.fuzz.Claim;
import dev.vedette.platform.SeededChance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Any text as a sentinel.conf: loaded, or refused with problems. What was loaded and is rewritten is loaded again, with
 * the same state, and a second rewriting changes nothing.
 */
public final class ConfTarget {
    private static final Path FILE = Path.of("/nowhere/sentinel.conf");

    private ConfTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        words(text);
        if (text.toLowerCase(Locale.ROOT).contains("include")) {
            // Would read files of this machine; IncludesTest looks at it.
            return;
        }
        Loading loading = load(text);
        if (loading instanceof Loading.Refused refused) {
            Claim.that(!refused.report("x").isEmpty(), "refused without a word");
        } else if (loading instanceof Loading.Loaded loaded) {
            String rewritten = ConfRewriter.rewrite(text, loaded.state(), loaded.inForce());
            Loading again = load(rewritten);
            Claim.that(again instanceof Loading.Loaded, "its own file is refused: " + rewritten);
            Loading.Loaded second = (Loading.Loaded) again;
            Claim.same(loaded.state(), second.state(), "state of " + rewritten);
            Claim.same(rewritten, ConfRewriter.rewrite(rewritten, second.state(), second.inForce()), "rewritten twice");
        }
    }

    private static Loading load(String text) {
        return ConfigLoader.loadConf(FILE, text, List.of(), new SeededChance(1, "fuzz"));
    }

    private static void words(String text) {
        try {
            for (String word : Words.split(text)) {
                Claim.same(List.of(word), Words.split(Words.quoted(word)), "quoted");
            }
        } catch (Fault unbalanced) {
            Claim.that(!unbalanced.reason().isEmpty(), "refused without a word");
        }
    }
}
