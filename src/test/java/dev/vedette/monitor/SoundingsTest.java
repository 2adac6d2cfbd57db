package dev.vedette.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Stage;
import dev.vedette.bus.LinkOrder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Down-after is 3 s here. */
class SoundingsTest {
    private final Outpost post = Outpost.manned();
    private final Stage stage = post.stage;

    @Test
    void whoeverIsBehindAccusesNobody() {
        everybody().forEach(instance -> instance.hangs = true);
        stage.echoing(false).run(Duration.ofSeconds(20));
        assertFalse(stage.names().contains("+sdown"));
        assertEquals(1, remarks("this process is 10").size(), "said once, when it is a second");
    }

    @Test
    void deathIsSeenWhenItIsNotBehindAnyMore() {
        post.instances.get(Outpost.MASTER).hangs = true;
        stage.echoing(false).run(Duration.ofSeconds(20));
        stage.echoing(true).run(Duration.ofSeconds(1));
        assertFalse(stage.names().contains("+sdown"), "what it has only just asked may still be answered");
        stage.run(Duration.ofMillis(300));
        assertEquals(1, Collections.frequency(stage.names(), "+sdown"));
        assertEquals(1, remarks("this process is no longer behind").size());
    }

    /** What is known stays known: only a valid reply ends it. */
    @Test
    void beingBehindTakesNothingBack() {
        post.instances.get(Outpost.MASTER).hangs = true;
        stage.run(Duration.ofSeconds(6));
        assertEquals(1, Collections.frequency(stage.names(), "+sdown"));
        stage.echoing(false).run(Duration.ofSeconds(20));
        assertFalse(stage.names().contains("-sdown"));
    }

    /** A collection of garbage does not make a death later. */
    @Test
    void littleIsNothing() {
        Soundings soundings = new Soundings();
        var start = stage.now();
        soundings.heard(start, start.plus(Duration.ofMillis(49)));
        assertEquals(Duration.ZERO, soundings.allowance(start.plus(Duration.ofMillis(49))));
        soundings.heard(start, start.plus(Duration.ofMillis(60)));
        assertEquals(Duration.ofMillis(120), soundings.allowance(start.plus(Duration.ofMillis(60))));
    }

    @Test
    void whatLooksStaleIsNotRenewedMeanwhile() {
        everybody().forEach(instance -> instance.hangs = true);
        stage.echoing(false).run(Duration.ofSeconds(10));
        for (var instance : post.instances.keySet()) {
            assertEquals(List.of(), stage.ordered(instance, LinkOrder.Close.class), "more work for whoever is behind");
        }
    }

    private List<Outpost.Instance> everybody() {
        return List.copyOf(post.instances.values());
    }

    private List<Effect> remarks(String beginning) {
        return stage.effects().stream()
                .filter(effect -> effect instanceof Effect.Remark remark
                        && remark.note().text().startsWith(beginning))
                .toList();
    }
}
