package dev.vedette.image;

import dev.vedette.config.ConfigLoader;
import dev.vedette.config.Loading;
import dev.vedette.platform.SeededChance;
import java.nio.file.Path;
import java.util.List;

/** Whether the program would start on a file. */
final class Loads {
    private Loads() {}

    static String problems(Path file) {
        Loading loading = ConfigLoader.load(file, List.of(), new SeededChance(1, "identity"));
        return loading instanceof Loading.Refused refused
                ? refused.report("") + String.join("\n", refused.logLines())
                : "";
    }
}
