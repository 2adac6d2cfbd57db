package dev.vedette.interop;

import static dev.vedette.interop.SentinelFlavour.STOCK;
import static dev.vedette.interop.SentinelFlavour.VEDETTE;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A deployment is replaced node by node: in between, Vedettes and stock sentinels have to agree. */
class MixedQuorumIT {

    static Stream<List<SentinelFlavour>> mixtures() {
        return Stream.of(
                List.of(VEDETTE, VEDETTE, STOCK), List.of(VEDETTE, STOCK, STOCK), List.of(STOCK, STOCK, STOCK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mixtures")
    void theyElectOneLeaderAndAgreeOnTheNewMaster(List<SentinelFlavour> mixture) throws IOException {
        try (Story story = Story.begin(mixture)) {
            story.strike(Fault.KILL);
            story.heal(Fault.KILL);
            story.assertOneSwitch();
        }
    }
}
