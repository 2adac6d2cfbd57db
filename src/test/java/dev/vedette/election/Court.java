package dev.vedette.election;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.Answer;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Channel;
import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.Errand;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.Chance;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An election brain and what surrounds it, in the words of its stories. Every step is watched by the
 * {@link Guillotine}.
 */
final class Court {
    static final MasterName MASTER = new MasterName("mymaster");
    static final Address ADDRESS = new Address("10.0.0.1", 6379);
    static final RunId ME = id('m');
    static final RunId A = id('a');
    static final RunId B = id('b');
    static final RunId X = id('x');
    static final RunId Y = id('y');
    private static final Duration TO_HEAR_EVERYBODY = Duration.ofSeconds(3);
    static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(60);

    /** Draws nothing, so that a story says when things happen. */
    static final Chance NO_CHANCE = new Chance() {
        @Override
        public Duration upTo(Duration bound) {
            return Duration.ZERO;
        }

        @Override
        public int between(int from, int to) {
            return from;
        }

        @Override
        public RunId runId() {
            throw new UnsupportedOperationException();
        }
    };

    final Play play;
    final Guillotine guillotine;

    private Court(SentinelState state) {
        SortedMap<MasterName, Epoch> leaders = new TreeMap<>();
        state.masters().forEach((name, master) -> leaders.put(name, master.leaderEpoch()));
        Epoch newest = leaders.values().stream().reduce(state.currentEpoch(), Epoch::max);
        guillotine = new Guillotine(newest, leaders);
        play = new Play(new Election(state, NO_CHANCE, dev.vedette.model.Moment.ofMillis(1_000_000)), guillotine);
    }

    static Court of(SentinelState state) {
        return new Court(state);
    }

    /** A sentinel that starts anew, with these peers connected. */
    static Court with(int quorum, RunId... peers) {
        return at(Epoch.ZERO, Epoch.ZERO, quorum, peers);
    }

    static Court at(Epoch current, Epoch leader, int quorum, RunId... peers) {
        Court court = new Court(new SentinelState(
                ME, current, new TreeMap<>(java.util.Map.of(MASTER, state(ADDRESS, leader, quorum)))));
        for (RunId peer : peers) {
            court.knows(peer);
            court.connects(peer);
        }
        court.play.tell(new GossipFact.Listening(MASTER));
        court.play.pass(TO_HEAR_EVERYBODY);
        court.play.sinceLast();
        return court;
    }

    static MasterState state(Address address, Epoch leader, int quorum) {
        return new MasterState(address, settings(quorum), Epoch.ZERO, leader, new TreeSet<>(), new TreeMap<>());
    }

    static MasterSettings settings(int quorum) {
        return MasterSettings.withQuorum(quorum)
                .failoverTimeout(FAILOVER_TIMEOUT)
                .downAfter(Duration.ofSeconds(1));
    }

    static RunId id(char letter) {
        return new RunId(String.valueOf(letter).repeat(RunId.LENGTH));
    }

    static Epoch epoch(long value) {
        return new Epoch(value);
    }

    static MasterPicture picture(Address address, int quorum) {
        return new MasterPicture(MASTER, address, null, Epoch.ZERO, settings(quorum), new TreeSet<>());
    }

    // What it is told

    List<Effect> knows(RunId peer) {
        return play.tell(new GossipFact.PeerKnown(MASTER, new PeerRef(peer, new Address("10.0.0.9", 26379))));
    }

    List<Effect> connects(RunId peer) {
        return play.tell(new LinkFact.Up(new LinkId.Peer(peer), Channel.COMMAND, "10.0.0.8"));
    }

    List<Effect> masterDown() {
        return play.tell(new MonitorFact.MasterDown(MASTER, Reason.NO_VALID_REPLY));
    }

    List<Effect> masterUp() {
        return play.tell(new MonitorFact.MasterUp(MASTER));
    }

    List<Effect> peerDown(RunId peer) {
        return play.tell(new MonitorFact.InstanceDown(MASTER, new LinkId.Peer(peer), Reason.NO_VALID_REPLY));
    }

    List<Effect> tilt(boolean on) {
        return play.tell(new MonitorFact.Tilt(on));
    }

    List<Effect> switchTo(Address address) {
        return play.tell(
                new MonitorFact.Topology(picture(address, 2)),
                new MonitorFact.Switched(MASTER, ADDRESS, address, epoch(9)));
    }

    /** A peer answers that it sees the master down, and names no vote. */
    List<Effect> saysDown(RunId peer) {
        return answers(peer, true, null, epoch(0));
    }

    List<Effect> votes(RunId peer, RunId leader, long epoch) {
        return answers(peer, true, leader, epoch(epoch));
    }

    List<Effect> answers(RunId peer, boolean down, RunId leader, Epoch epoch) {
        return answers(peer, ADDRESS, down, leader, epoch);
    }

    List<Effect> answers(RunId peer, Address about, boolean down, RunId leader, Epoch epoch) {
        return play.tell(new Replied(
                new LinkId.Peer(peer),
                new Errand.IsMasterDown(MASTER, about, Epoch.ZERO, null),
                new Reply.Opinion(down, leader, epoch)));
    }

    /** A peer answers our wish for its vote in this epoch; its vote may be another one. */
    List<Effect> grants(RunId peer, RunId leader, long epoch) {
        return rules(peer, guillotine.disk().current(), leader, epoch);
    }

    /** The same about an epoch that may be over. */
    List<Effect> rules(RunId peer, Epoch asked, RunId leader, long epoch) {
        return play.tell(new Replied(
                new LinkId.Peer(peer),
                new Errand.IsMasterDown(MASTER, ADDRESS, asked, ME),
                new Reply.Opinion(true, leader, epoch(epoch))));
    }

    /** A peer asks for a vote; null as candidate only asks. */
    Answer.Ballot asked(RunId candidate, long epoch) {
        return asked(ADDRESS, candidate, epoch);
    }

    Answer.Ballot asked(Address address, RunId candidate, long epoch) {
        List<Answer.Ballot> ballots =
                Play.answers(play.ask(new Ask.IsDown(address, epoch(epoch), candidate)), Answer.Ballot.class);
        if (ballots.size() != 1) {
            throw new AssertionError("not one answer: " + ballots);
        }
        return ballots.get(0);
    }

    ElectionReport.Master report() {
        return Play.answers(play.ask(new Ask.Votes()), ElectionReport.class)
                .get(0)
                .masters()
                .get(MASTER);
    }

    // What it says

    List<Effect> passes(long millis) {
        return play.pass(Duration.ofMillis(millis));
    }

    /** Whom it asks, in order; with a mark where it seeks a vote. */
    static List<String> questions(List<Effect> effects) {
        return Play.commands(effects, Errand.IsMasterDown.class).stream()
                .map(command -> ((LinkId.Peer) command.link()).id().value().charAt(0)
                        + (((Errand.IsMasterDown) command.errand()).candidate() == null ? "" : "!"))
                .toList();
    }
}
