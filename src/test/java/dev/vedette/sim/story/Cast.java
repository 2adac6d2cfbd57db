package dev.vedette.sim.story;

import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.sim.storm.SimSentinel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who plays in a story, and with which settings. */
final class Cast {
    /** A master as the sentinels are told to watch it, by the names of the servers. */
    record Watched(MasterName name, String master, List<String> replicas, int quorum) {
        List<String> servers() {
            List<String> all = new ArrayList<>(List.of(master));
            all.addAll(replicas);
            return all;
        }
    }

    long seed = 1;
    List<String> sentinels = List.of();
    final List<Watched> masters = new ArrayList<>();
    final Map<String, Integer> priorities = new TreeMap<>();
    private final Map<String, String> settings =
            new TreeMap<>(Map.of("down-after-milliseconds", "1000", "failover-timeout", "5000"));

    /** What a script says before anything happens. */
    Phrases<Runnable> phrases() {
        return new Phrases<Runnable>()
                .when("seed NUMBER", said -> () -> seed = Long.parseLong(said.group(1)))
                .when(
                        "sentinels NAMES",
                        said -> () -> sentinels = List.of(said.group(1).split(" ")))
                .when(
                        "NAME: NAME with NAMES, quorum NUMBER",
                        said -> () -> masters.add(new Watched(
                                new MasterName(said.group(1)),
                                said.group(2),
                                List.of(said.group(3).split(" ")),
                                Integer.parseInt(said.group(4)))))
                .when(
                        "NAME has priority NUMBER",
                        said -> () -> priorities.put(said.group(1), Integer.parseInt(said.group(2))))
                .when("set ([\\w-]+) (\\S+)", said -> () -> settings.put(said.group(1), said.group(2)));
    }

    String conf(Map<String, Address> addresses) {
        StringBuilder conf = new StringBuilder("port " + SimSentinel.PORT + "\n");
        for (Watched watched : masters) {
            Address master = addresses.get(watched.master());
            conf.append("sentinel monitor " + watched.name() + " " + master.host() + " " + master.port() + " "
                    + watched.quorum() + "\n");
            settings.forEach(
                    (name, value) -> conf.append("sentinel " + name + " " + watched.name() + " " + value + "\n"));
        }
        return conf.toString();
    }
}
