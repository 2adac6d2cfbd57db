package dev.vedette.interop;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The main job: the master dies, and everything goes on with another one. */
class FirstFailoverIT {

    @ParameterizedTest(name = "the master suffers a {0}")
    @EnumSource
    void aReplicaTakesOverOnceAndClientsFollow(Fault fault) throws IOException {
        tell(SentinelFlavour.VEDETTE, fault);
    }

    /** What the story asks for has to be what Redis Sentinel does. */
    @Tag("long")
    @ParameterizedTest(name = "the master suffers a {0}")
    @EnumSource
    void soItIsWithStockSentinels(Fault fault) throws IOException {
        tell(SentinelFlavour.STOCK, fault);
    }

    private static void tell(SentinelFlavour flavour, Fault fault) throws IOException {
        try (Story story = Story.begin(flavour);
                Clients clients = new Clients(story.deployment())) {
            for (String client : List.of("jedis", "vertx")) {
                story.await(Clients.RECOVERY, client + " writes", () -> {
                    clients.write(client, "before", client);
                    return true;
                });
            }

            story.strike(fault);

            for (String client : List.of("jedis", "vertx")) {
                story.await(Clients.RECOVERY, client + " writes to the new master", () -> {
                    clients.write(client, "after", client);
                    return client.equals(story.newMaster().ask("GET", "after"));
                });
            }
            story.heal(fault);
            story.assertOneSwitch();
        }
    }
}
