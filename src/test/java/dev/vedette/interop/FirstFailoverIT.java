package dev.vedette.interop;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The main job: the master dies, and everything goes on with another one. */
class FirstFailoverIT {

    static Stream<Arguments> faults() {
        return Stream.of(SentinelFlavour.values())
                .flatMap(flavour -> Stream.of(Fault.values()).map(fault -> Arguments.of(flavour, fault)));
    }

    @ParameterizedTest(name = "{0} sentinels, the master suffers a {1}")
    @MethodSource("faults")
    void aReplicaTakesOverOnceAndClientsFollow(SentinelFlavour flavour, Fault fault) throws IOException {
        try (Story story = Story.begin(flavour);
                Clients clients = new Clients(story.deployment())) {
            clients.writeWithJedis("before", "jedis");
            clients.writeWithVertx("before", "vertx");

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
