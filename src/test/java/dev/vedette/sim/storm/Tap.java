package dev.vedette.sim.storm;

import dev.vedette.bus.Ask;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.Errand;
import dev.vedette.bus.Fact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Note;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.bus.Send;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import dev.vedette.sim.Life;
import dev.vedette.sim.Observation;
import dev.vedette.sim.check.Hello;
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

    private String lastWords = "";

    Tap(Life life, SentinelState startedWith) {
        this.life = life;
        this.pictures = new TreeMap<>();
        startedWith.masters().forEach((name, master) -> {
            pictures.put(name, master.picture(name));
            peers.put(name, new TreeSet<>(master.peers().keySet()));
        });
    }

    /** What it last wrote into its log, perhaps in its last moment. */
    String lastWords() {
        return lastWords;
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
        // Everything is heard where it is sent, in the order in which it is done: a consumer would hear of an election
        // after the winner has acted on it.
        vertx.eventBus().<Object>addOutboundInterceptor(delivery -> {
            overhear(delivery.body());
            delivery.next();
        });
        return Future.succeededFuture();
    }

    private void observe(Observation observation) {
        if (life.alive()) {
            life.world.observe(observation);
        }
    }

    private void overhear(Object message) {
        String who = life.process.name;
        if (message instanceof SentinelEvent event) {
            observe(new Observation.Announced(who, event));
        } else if (message instanceof Fact fact) {
            if (life.alive()) {
                learn(fact);
                observe(new Observation.Told(who, fact));
            }
        } else if (message instanceof Replied replied
                && replied.errand() instanceof Errand.IsMasterDown asked
                && replied.reply() instanceof Reply.Opinion opinion
                && replied.link() instanceof LinkId.Peer peer) {
            observe(new Observation.Answered(who, asked.master(), peer.id(), opinion.leader(), opinion.epoch()));
        } else if (message instanceof ConfigAsk.Save save) {
            save.slices().forEach(slice -> observe(new Observation.Saving(who, slice)));
        } else if (message instanceof Send send
                && send.errand() instanceof Errand.Reconfigure order
                && send.link() instanceof LinkId.Node server) {
            observe(new Observation.Commanded(who, server, order));
        } else if (message instanceof Note note) {
            lastWords = note.text();
            observe(new Observation.Noted(who, note));
        } else if (message instanceof Ask.TakeHello hello) {
            observe(new Observation.Published(who, Hello.CHANNEL, hello.payload()));
        }
    }

    private void learn(Fact fact) {
        if (fact instanceof MonitorFact.Topology topology) {
            pictures.put(topology.master().name(), topology.master());
        } else if (fact instanceof MonitorFact.MasterRemoved removed) {
            pictures.remove(removed.master());
            peers.remove(removed.master());
        } else if (fact instanceof GossipFact.PeerKnown known) {
            peers.computeIfAbsent(known.master(), name -> new TreeSet<>())
                    .add(known.peer().id());
        } else if (fact instanceof GossipFact.PeerForgotten forgotten) {
            peers.getOrDefault(forgotten.master(), new TreeSet<>()).remove(forgotten.peer());
        }
    }
}
