package dev.vedette.sim;

import dev.vedette.bus.Bus;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Listens to the bus of one sentinel, for the trace and the checkers. */
final class Tap extends VerticleBase {
    private final Life life;
    private final Map<MasterName, MasterPicture> pictures;
    private final Map<MasterName, Set<RunId>> peers = new TreeMap<>();

    Tap(Life life, SentinelState startedWith) {
        this.life = life;
        this.pictures = new TreeMap<>();
        startedWith.masters().forEach((name, master) -> {
            pictures.put(name, master.picture(name));
            peers.put(name, new TreeSet<>(master.peers().keySet()));
        });
    }

    /** Whom it knows to watch the same master. */
    Set<RunId> peers(MasterName master) {
        return peers.getOrDefault(master, Set.of());
    }

    /** What the sentinel last said of its masters. */
    Map<MasterName, MasterPicture> pictures() {
        return pictures;
    }

    @Override
    public Future<?> start() {
        LocalBus bus = LocalBus.of(vertx);
        String who = life.process.name;
        Checkers checkers = life.world.checkers;
        bus.consume(Bus.EVENT, message -> {
            if (life.alive() && message.body() instanceof SentinelEvent event) {
                checkers.event(who, event);
                life.world.trace.event(who, event.name(), event.payload());
            }
        });
        bus.consume(Bus.NOTE, message -> {
            if (life.alive() && message.body() instanceof Note note) {
                checkers.note(note);
                life.world.trace.note(who, note.text());
            }
        });
        bus.consume(Bus.FACT_ELECTION, message -> {
            if (life.alive() && message.body() instanceof ElectionFact.Elected elected) {
                checkers.elected(who, elected);
            } else if (life.alive() && message.body() instanceof ElectionFact.EpochChanged changed) {
                checkers.epoch(who, changed.epoch());
            }
        });
        bus.consume(Bus.FACT_MONITOR, message -> {
            if (life.alive() && message.body() instanceof MonitorFact.Topology topology) {
                pictures.put(topology.master().name(), topology.master());
                checkers.topology(who, topology);
            }
        });
        bus.consume(Bus.FACT_GOSSIP, message -> {
            if (message.body() instanceof GossipFact.PeerKnown known) {
                peers.computeIfAbsent(known.master(), name -> new TreeSet<>())
                        .add(known.peer().id());
            } else if (message.body() instanceof GossipFact.PeerForgotten forgotten) {
                peers.getOrDefault(forgotten.master(), new TreeSet<>()).remove(forgotten.peer());
            }
        });
        return Future.succeededFuture();
    }
}
