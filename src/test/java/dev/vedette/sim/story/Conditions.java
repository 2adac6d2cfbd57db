package dev.vedette.sim.story;

import java.util.List;
import java.util.function.BooleanSupplier;

/** What a script can expect of its cast at a moment. */
final class Conditions {
    private final Phrases<BooleanSupplier> phrases;

    Conditions(Company company) {
        this.phrases = new Phrases<BooleanSupplier>()
                .when("everybody stands behind NAME", said -> () -> company.standBehind(said.group(1)))
                .when(
                        "all name NAME",
                        said -> () -> company.liveSentinels().stream()
                                .allMatch(sentinel -> company.names(sentinel, said.group(1))))
                .when(
                        "NAMES names? NAME",
                        said -> () -> List.of(said.group(1).split(" ")).stream()
                                .allMatch(sentinel -> company.names(sentinel, said.group(2))))
                .when("NAME follows NAME", said -> () -> company.follows(said.group(1), said.group(2)))
                .when(
                        "NAME is a master",
                        said -> () -> company.server(said.group(1)).isMaster());
    }

    BooleanSupplier of(String text) {
        return phrases.meaning(text);
    }
}
