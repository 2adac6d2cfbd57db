package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import dev.vedette.sim.redis.SimServer;
import dev.vedette.sim.redis.Trouble;
import java.util.List;
import java.util.Optional;

/** Servers that are alive and of little use, and people who turn their knobs. */
final class RedisBlows extends Blows {
    private static final int USUAL_PRIORITY = 100;

    RedisBlows(Deployment all, SeededChance chance) {
        super(all, chance);
        way(Fault.REDIS_LOADING, () -> restartInTrouble(Trouble.LOADING));
        way(Fault.REDIS_BUSY, () -> trouble(oneIn(2) ? Trouble.BUSY : Trouble.UNKILLABLE));
        way(Fault.REDIS_MISCONF, () -> trouble(Trouble.MISCONF));
        way(Fault.REDIS_PASSWORD, () -> config("requirepass", "secret", ""));
        way(Fault.REDIS_PRIORITY_ZERO, () -> config("replica-priority", "0", Integer.toString(USUAL_PRIORITY)));
        way(Fault.REDIS_EMPTY_RESTART, this::restartEmpty);
        way(Fault.REDIS_CHAINED, this::chain);
        way(Fault.REDIS_ROLE_BY_HAND, this::roleByHand);
    }

    private SimServer anyVictim() {
        MasterSet set = anySet();
        return oneIn(2) ? set.actingMaster().orElseGet(this::anyServer) : any(set.servers);
    }

    private Optional<Wound> trouble(Trouble trouble) {
        SimServer victim = anyVictim();
        victim.trouble(trouble);
        return Optional.of(new Wound(trouble + " of " + victim, () -> {
            if (trouble == Trouble.UNKILLABLE
                    && victim.has(trouble)
                    && victim.process.life().alive()) {
                victim.restart();
            }
            victim.end(trouble);
            if (!victim.process.life().alive() && trouble == Trouble.MISCONF) {
                // A replica that cannot save ends itself.
                victim.start();
            }
        }));
    }

    private Optional<Wound> restartInTrouble(Trouble trouble) {
        SimServer victim = anyVictim();
        if (!victim.runs()) {
            return Optional.empty();
        }
        victim.trouble(trouble);
        victim.restart();
        return Optional.of(new Wound(trouble + " of " + victim, () -> victim.end(trouble)));
    }

    private Optional<Wound> config(String name, String bad, String good) {
        SimServer victim = anyVictim();
        victim.config(name, bad);
        return Optional.of(new Wound(name + " of " + victim, () -> victim.config(name, good)));
    }

    private Optional<Wound> restartEmpty() {
        SimServer victim = anyVictim();
        if (!victim.runs()) {
            return Optional.empty();
        }
        victim.forget();
        victim.restart();
        return Optional.of(Wound.none("empty restart of " + victim));
    }

    /** A replica of a replica, which no INFO of the master names. */
    private Optional<Wound> chain() {
        MasterSet set = anySet();
        List<SimServer> replicas = set.servers.stream()
                .filter(server -> server.runs() && !server.isMaster())
                .toList();
        if (replicas.size() < 2) {
            return Optional.empty();
        }
        SimServer upper = any(replicas);
        SimServer lower =
                any(replicas.stream().filter(server -> server != upper).toList());
        order(lower, upper.address().host() + " " + upper.address().port());
        return Optional.of(new Wound("chain " + upper + " " + lower, () -> unchain(set, lower)));
    }

    /** Whoever chained them takes it back; else no sentinel that never knew the lower one would look for it. */
    private void unchain(MasterSet set, SimServer lower) {
        set.actingMaster()
                .filter(master -> lower.runs() && master != lower)
                .ifPresent(master -> order(
                        lower, master.address().host() + " " + master.address().port()));
    }

    private Optional<Wound> roleByHand() {
        MasterSet set = anySet();
        SimServer victim = any(set.servers);
        SimServer other = any(set.servers);
        order(
                victim,
                victim == other
                        ? "NO ONE"
                        : other.address().host() + " " + other.address().port());
        return Optional.of(Wound.none("role of " + victim));
    }

    private void order(SimServer server, String master) {
        all.operator.type(server.process, SimServer.PORT, "REPLICAOF " + master);
    }
}
