package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vedette.feed.Story.Outcome;
import dev.vedette.feed.Story.Phase;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChronicleTest {
    private static final String REPLICA = "slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379";
    private static final String SWITCH = "mymaster 10.0.0.1 6379 10.0.0.2 6379";

    private final Scene scene = new Scene();
    private final Chronicle chronicle = new Chronicle();

    private Story hear(Happening happening) {
        return chronicle.hear(Scene.RUN.id(happening.seq()), happening);
    }

    private void about(String... names) {
        for (String name : names) {
            hear(scene.about(name));
        }
    }

    private Story only() {
        assertEquals(1, chronicle.all().size());
        return chronicle.all().get(0);
    }

    private void lead() {
        about("+sdown", "+odown");
        hear(scene.event(null, "+new-epoch", "8", null));
        about("+try-failover");
        hear(scene.event("+vote-for-leader", "a".repeat(40) + " 8"));
        about("+elected-leader", "+failover-state-select-slave");
    }

    @Test
    void tellsAFailoverThatWeLed() {
        lead();
        hear(scene.event("+selected-slave", REPLICA, "priority 100, offset 12"));
        hear(scene.event("+promoted-slave", REPLICA));
        hear(scene.event("+slave-reconf-done", REPLICA.replace("0.2", "0.3")));
        about("+failover-end");
        assertEquals(Outcome.RUNNING, only().outcome());
        hear(scene.event("+switch-master", SWITCH));
        about("+sdown");
        JsonObject story = only().json();
        assertEquals("done", story.getString("outcome"));
        assertEquals("10.0.0.1:6379", story.getString("from"));
        assertEquals("10.0.0.2:6379", story.getString("to"));
        assertEquals("8", story.getString("epoch"));
        assertEquals("a".repeat(40), story.getString("leader"));
        assertEquals("priority 100, offset 12", story.getString("reason"));
        assertEquals(false, story.getBoolean("forced"));
        assertEquals(
                "{\"detected\":0,\"agreed\":1,\"elected\":5,\"selected\":7,\"promoted\":8,\"repointed\":9,\"ended\":11}",
                story.getJsonObject("phases").encode());
        assertEquals(11, story.getJsonArray("steps").size(), "the new epoch is nobody's, all else is told");
    }

    @Test
    void tellsAFailoverThatAnotherLed() {
        about("+sdown");
        hear(scene.event("+config-update-from", "sentinel x 10.0.0.9 26379 @ mymaster 10.0.0.1 6379"));
        hear(scene.event("+switch-master", SWITCH));
        assertEquals(Outcome.FOLLOWED, only().outcome());
    }

    /** Two asked for votes at the same moment. Its own vote, which was its own, does not make it the leader. */
    @Test
    void whoWasNotElectedDidNotLead() {
        about("+sdown", "+odown");
        hear(scene.event(null, "+new-epoch", "8", null));
        about("+try-failover");
        hear(scene.event("+vote-for-leader", "a".repeat(40) + " 8"));
        hear(scene.event("+config-update-from", "sentinel x 10.0.0.9 26379 @ mymaster 10.0.0.1 6379"));
        hear(scene.event("+switch-master", SWITCH));
        assertEquals(Outcome.FOLLOWED, only().outcome());
        assertEquals("", only().json().getString("leader"));
    }

    @Test
    void whoVotedForAnotherSaysWhoLed() {
        about("+sdown", "+odown", "+try-failover");
        hear(scene.event("+vote-for-leader", "a".repeat(40) + " 8"));
        hear(scene.event(null, "+new-epoch", "9", null));
        hear(scene.event("+vote-for-leader", "b".repeat(40) + " 9"));
        hear(scene.event("+switch-master", SWITCH));
        assertEquals(Outcome.FOLLOWED, only().outcome());
        assertEquals("b".repeat(40), only().json().getString("leader"));
    }

    @Test
    void anAlarmThatPassesIsNoStory() {
        assertNull(hear(scene.about("+sdown")));
        assertNull(hear(scene.about("-sdown")));
        assertEquals(List.of(), chronicle.all());
        about("+sdown", "+odown", "-odown", "-sdown");
        assertEquals(Outcome.RECOVERED, only().outcome());
    }

    @Test
    void onlyTheMastersOwnHealthCounts() {
        hear(scene.event("+sdown", REPLICA));
        hear(scene.event("-sdown", REPLICA));
        lead();
        hear(scene.event("-sdown", REPLICA));
        assertEquals(Outcome.RUNNING, only().outcome());
        assertEquals(
                "+sdown", only().json().getJsonArray("steps").getJsonObject(0).getString("event"));
    }

    @Test
    void severalTriesAreOneStory() {
        lead();
        hear(scene.event("-failover-abort-no-good-slave", Scene.D, "no replica can be promoted"));
        assertEquals(Outcome.RUNNING, only().outcome());
        about("+try-failover", "+elected-leader");
        hear(scene.event("+switch-master", SWITCH));
        assertEquals(Outcome.DONE, only().outcome());
        assertEquals(2, only().tries());
    }

    @Test
    void theMasterMayComeBackBetweenTwoTries() {
        lead();
        hear(scene.event("-failover-abort-no-good-slave", Scene.D, "no replica can be promoted"));
        about("-sdown");
        assertEquals(Outcome.RECOVERED, only().outcome());
        assertEquals("no replica can be promoted", only().json().getString("reason"));
    }

    @Test
    void aMasterThatComesBackDuringAFailoverDoesNotEndIt() {
        lead();
        about("-sdown");
        assertEquals(Outcome.RUNNING, only().outcome());
    }

    @Test
    void anOrderThatIsGivenUpIsOver() {
        about("+try-failover", "+elected-leader");
        hear(scene.event("-failover-abort-slave-timeout", Scene.D, "late"));
        assertEquals(Outcome.ABORTED, only().outcome());
        assertEquals(true, only().json().getBoolean("forced"));
    }

    @Test
    void aResetEndsIt() {
        lead();
        about("+reset-master");
        assertEquals(Outcome.CANCELLED, only().outcome());
    }

    @Test
    void remembersAcrossARestart() {
        lead();
        hear(scene.event("+switch-master", SWITCH));
        about("+sdown", "+odown");
        String text = chronicle.text();
        Chronicle next = new Chronicle();
        next.remember(text);
        assertEquals(2, next.all().size());
        assertEquals(Outcome.INTERRUPTED, next.all().get(0).outcome(), "nobody saw its end");
        Story before = chronicle.all().get(1);
        assertEquals(before.json(), next.all().get(1).json());
        assertEquals(Duration.ofMillis(5), next.all().get(1).after(Phase.ELECTED));
        for (String bad : List.of("", "{", "[]", "{\"format\":9}")) {
            assertThrows(RuntimeException.class, () -> next.remember(bad), bad);
        }
    }

    @Test
    void hasABound() {
        for (int i = 0; i < Limits.FAILOVERS_KEPT + 10; i++) {
            MasterName name = new MasterName("m" + i);
            hear(scene.event(name, "+switch-master", name + " 10.0.0.1 1 10.0.0.2 2", null));
        }
        assertEquals(Limits.FAILOVERS_KEPT, chronicle.all().size());
        lead();
        for (int i = 0; i < Limits.FAILOVER_STEPS + 10; i++) {
            about("+convert-to-slave");
        }
        JsonObject story = chronicle.all().get(0).json();
        assertEquals(Limits.FAILOVER_STEPS, story.getJsonArray("steps").size());
        assertNotNull(story.getInteger("stepsForgotten"));
    }
}
