package dev.vedette.election;

import dev.vedette.brain.Brain;
import dev.vedette.brain.Effect.IfDiskFails;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Answer.Ballot;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.Channel;
import dev.vedette.bus.Details;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.Level;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Pulse;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.bus.Slice;
import dev.vedette.election.MasterBallot.Phase;
import dev.vedette.model.Chance;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Moment;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides who may fail a master over.
 *
 * <p>Picture a jury that may be summoned by anyone who finds the master's chair empty. Each juror has one vote per
 * summons (epoch) and writes it down before saying it aloud; so two who were both told "you have the majority" were
 * told so in different epochs, and the later one knows of the earlier. Whoever summons the jury must first hear from a
 * quorum that they, too, see the chair empty.
 *
 * <p>Votes and pauses live in one brain because a vote for somebody else <em>is</em> what makes us hold back.
 * Everything that shows an epoch or a vote to anybody stands behind a {@code Persist} that holds.
 *
 * <p>Who campaigns first is not left to luck: sentinels take turns in the order of their ids, a few hundredths of a
 * second apart, so that the first has the votes before the second would ask. And a vote that is split for certain is
 * called again at once, instead of after the pause of several minutes that stock sentinels take; that is safe only
 * because every vote of that epoch is known and final. Rejected: starting at once and trusting to jitter, which the
 * slower timers of stock sentinels can afford and we, being quick, cannot.
 */
public final class Election extends Brain {
    /** Time for a candidate to save its vote, ask, and be answered by peers who save theirs. */
    static final Duration TURN = Duration.ofMillis(50);
    /** How soon the same peer is asked again when something hints that its answer has changed. */
    private static final Duration HINT = Duration.ofMillis(20);

    private static final DateTimeFormatter CTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    record TurnCame(MasterName master, Moment due) implements Alarm {}

    record ElectionTimedOut(MasterName master, Epoch epoch) implements Alarm {}

    private final RunId myId;
    private final Chance chance;
    private final NavigableMap<MasterName, MasterBallot> ballots = new TreeMap<>();
    private final NavigableMap<RunId, Boolean> connected = new TreeMap<>();
    private Epoch currentEpoch;
    private boolean tilt;
    private Instant wall = Instant.EPOCH;

    public Election(SentinelState state, Chance chance, Moment now) {
        this.myId = state.myId();
        this.chance = chance;
        this.currentEpoch = state.currentEpoch();
        state.masters().forEach((name, master) -> {
            MasterBallot ballot = new MasterBallot(
                    new MasterPicture(
                            name, master.address(), null, master.configEpoch(), master.settings(), master.replicas()),
                    master.leaderEpoch());
            master.peers().keySet().forEach(peer -> ballot.peers.put(peer, new PeerVoice(now)));
            ballots.put(name, ballot);
        });
        listen();
    }

    private void listen() {
        on(Pulse.class, this::pulse);
        on(Replied.class, this::replied);
        on(TurnCame.class, this::turnCame);
        on(ElectionTimedOut.class, this::timedOut);

        on(LinkFact.Up.class, this::up);
        on(LinkFact.Down.class, this::down);
        ignore(LinkFact.HelloHeard.class, "gossip reads hellos");
        hears(LinkFact.class);

        on(MonitorFact.Topology.class, fact -> topology(fact.master()));
        on(MonitorFact.MasterRemoved.class, fact -> ballots.remove(fact.master()));
        on(MonitorFact.MasterReset.class, fact -> reset(fact.master()));
        on(MonitorFact.Switched.class, fact -> startOver(fact.master()));
        on(MonitorFact.MasterDown.class, fact -> masterDown(fact.master(), true));
        on(MonitorFact.MasterUp.class, fact -> masterDown(fact.master(), false));
        on(MonitorFact.InstanceDown.class, fact -> peerDown(fact.master(), fact.instance(), true));
        on(MonitorFact.InstanceUp.class, fact -> peerDown(fact.master(), fact.instance(), false));
        on(MonitorFact.Tilt.class, this::tilt);
        ignore(MonitorFact.PromotionRecorded.class, "the failover goes on");
        ignore(MonitorFact.PromotionOutdated.class, "the failover aborts and says so");
        ignore(MonitorFact.ReplicaReported.class, "replicas do not vote");
        hears(MonitorFact.class);

        on(GossipFact.PeerKnown.class, fact -> peerKnown(fact.master(), fact.peer()));
        on(GossipFact.PeerForgotten.class, fact -> peerForgotten(fact.master(), fact.peer()));
        on(GossipFact.EpochHeard.class, fact -> epochHeard(fact.master(), fact.epoch()));
        ignore(GossipFact.ConfigurationHeard.class, "the monitor judges configurations");
        hears(GossipFact.class);

        on(FailoverFact.Ordered.class, fact -> ordered(fact.master()));
        on(FailoverFact.Aborted.class, fact -> failoverAborted(fact.master(), fact.epoch()));
        ignore(FailoverFact.Reconfiguring.class, "steps of a failover do not change who leads it");
        ignore(FailoverFact.Settled.class, "steps of a failover do not change who leads it");
        ignore(FailoverFact.PromotionSeen.class, "steps of a failover do not change who leads it");
        ignore(FailoverFact.ReadyToSwitch.class, "the switch ends it");
        hears(FailoverFact.class);

        on(Ask.IsDown.class, this::isDown);
        on(Ask.Votes.class, ask -> out.answer(report()));
    }

    @Override
    public String name() {
        return "election";
    }

    @Override
    public String address() {
        return Bus.ASK_ELECTION;
    }

    // What others tell

    private void topology(MasterPicture picture) {
        MasterBallot ballot = ballots.get(picture.name());
        if (ballot == null) {
            // A name that was removed and comes back may have had our vote in any epoch so far.
            ballots.put(picture.name(), new MasterBallot(picture, currentEpoch));
        } else {
            ballot.picture(picture);
            evaluate(ballot);
        }
    }

    private void reset(MasterName master) {
        MasterBallot ballot = ballots.get(master);
        if (ballot != null) {
            ballot.startOver();
            ballot.peers.clear();
        }
    }

    private void startOver(MasterName master) {
        MasterBallot ballot = ballots.get(master);
        if (ballot != null) {
            if (ballot.phase() == Phase.CAMPAIGNING) {
                out.remark(Level.NOTICE, master, "campaign over: " + Reason.NEWER_CONFIGURATION.sentence());
                out.tell(new ElectionFact.CampaignEnded(master));
            }
            ballot.startOver();
        }
    }

    private void masterDown(MasterName master, boolean down) {
        MasterBallot ballot = ballots.get(master);
        if (ballot != null) {
            ballot.down(down);
            if (down) {
                askAll(ballot, Duration.ZERO);
            }
            evaluate(ballot);
        }
    }

    private void peerKnown(MasterName master, PeerRef peer) {
        MasterBallot ballot = ballots.get(master);
        if (ballot != null) {
            ballot.peers.computeIfAbsent(peer.id(), id -> new PeerVoice(out.now()));
        }
    }

    private void peerForgotten(MasterName master, RunId peer) {
        MasterBallot ballot = ballots.get(master);
        if (ballot != null) {
            ballot.peers.remove(peer);
            evaluate(ballot);
        }
    }

    private void peerDown(MasterName master, LinkId instance, boolean down) {
        MasterBallot ballot = ballots.get(master);
        PeerVoice voice = ballot != null && instance instanceof LinkId.Peer peer ? ballot.peers.get(peer.id()) : null;
        if (voice != null && down) {
            voice.wentDown(out.now());
        } else if (voice != null) {
            voice.cameUp();
        }
    }

    private void up(LinkFact.Up up) {
        if (up.link() instanceof LinkId.Peer peer && up.channel() == Channel.COMMAND) {
            connected.put(peer.id(), true);
            ballots.values().stream().filter(MasterBallot::isDown).forEach(ballot -> ask(ballot, peer.id()));
        }
    }

    private void down(LinkFact.Down down) {
        if (down.link() instanceof LinkId.Peer peer && down.channel() == Channel.COMMAND) {
            connected.remove(peer.id());
        }
    }

    private void tilt(MonitorFact.Tilt fact) {
        tilt = fact.on();
        if (!tilt) {
            ballots.values().forEach(this::evaluate);
        }
    }

    private void pulse(Pulse pulse) {
        wall = pulse.wall();
        for (MasterBallot ballot : ballots.values()) {
            ballot.peers.values().forEach(peer -> peer.expire(out.now()));
            if (ballot.isDown() && !tilt) {
                askAll(ballot, Periods.ASK);
            }
            evaluate(ballot);
        }
    }

    private void epochHeard(MasterName master, Epoch epoch) {
        MasterBallot ballot = ballots.get(master);
        if (ballot != null && epoch.isAfter(currentEpoch)) {
            currentEpoch = epoch;
            persist();
            epochChanged(master);
            evaluate(ballot);
        }
    }

    // Asking

    private void askAll(MasterBallot ballot, Duration pause) {
        ballot.peers.forEach((id, voice) -> {
            if (connected.containsKey(id) && voice.mayAsk(pause, out.now())) {
                ask(ballot, id);
            }
        });
    }

    private void ask(MasterBallot ballot, RunId peer) {
        PeerVoice voice = ballot.peers.get(peer);
        if (voice == null || tilt) {
            return;
        }
        voice.asked(out.now());
        RunId candidate = ballot.phase() == Phase.IDLE ? null : myId;
        out.command(
                new LinkId.Peer(peer),
                new Errand.IsMasterDown(
                        ballot.picture().name(), ballot.picture().address(), currentEpoch, candidate));
    }

    private void replied(Replied replied) {
        if (!(replied.errand() instanceof Errand.IsMasterDown asked)
                || !(replied.reply() instanceof Reply.Opinion opinion)
                || !(replied.link() instanceof LinkId.Peer peer)) {
            return;
        }
        MasterBallot ballot = ballots.get(asked.master());
        PeerVoice voice = ballot == null ? null : ballot.peers.get(peer.id());
        if (ballot == null
                || voice == null
                || !asked.address().equals(ballot.picture().address())) {
            return;
        }
        if (voice.answered(opinion.down(), opinion.leader(), opinion.epoch(), out.now())) {
            out.remark(
                    Level.NOTICE, asked.master(), peer.id() + " voted for " + opinion.leader() + " " + opinion.epoch());
        }
        evaluate(ballot);
    }

    // Being asked

    private void isDown(Ask.IsDown ask) {
        MasterBallot ballot = ballots.values().stream()
                .filter(candidate -> candidate.picture().address().equals(ask.master()))
                .findFirst()
                .orElse(null);
        if (ballot == null) {
            out.answer(new Ballot(false, null, Epoch.ZERO));
            return;
        }
        boolean down = ballot.isDown() && !tilt;
        if (ask.candidate() == null) {
            out.answer(new Ballot(down, null, Epoch.ZERO));
        } else {
            vote(ballot, ask.candidate(), ask.epoch());
            out.answer(new Ballot(down, ballot.leader(), ballot.leaderEpoch()));
        }
        // Who asks sees it down: if we do too, its answer may be all that is missing here.
        if (down) {
            ballot.peers.forEach((id, voice) -> {
                if (!voice.saysDown() && connected.containsKey(id) && voice.mayAsk(HINT, out.now())) {
                    ask(ballot, id);
                }
            });
        }
        evaluate(ballot);
    }

    /** The vote rule, reference 6.3. What it changes is on disk before the answer leaves. */
    private void vote(MasterBallot ballot, RunId candidate, Epoch epoch) {
        MasterName master = ballot.picture().name();
        boolean newEpoch = epoch.isAfter(currentEpoch);
        if (newEpoch) {
            currentEpoch = epoch;
        }
        boolean grants = epoch.isAfter(ballot.leaderEpoch()) && !currentEpoch.isAfter(epoch);
        if (grants) {
            ballot.vote(candidate, currentEpoch);
            if (!candidate.equals(myId)) {
                ballot.attempted(out.now().plus(chance.upTo(Periods.MAX_DESYNC)));
            }
        }
        if (newEpoch || grants) {
            persist();
        }
        if (newEpoch) {
            epochChanged(master);
        }
        if (grants) {
            out.announce("+vote-for-leader", Level.WARNING, candidate + " " + currentEpoch, master);
        }
    }

    // Deciding

    private void evaluate(MasterBallot ballot) {
        if (tilt) {
            return;
        }
        judgeObjectivelyDown(ballot);
        if (ballot.phase() == Phase.CAMPAIGNING) {
            count(ballot);
        } else if (ballot.phase() == Phase.IDLE && ballot.isObjectivelyDown()) {
            considerCampaign(ballot);
        }
    }

    private void judgeObjectivelyDown(MasterBallot ballot) {
        MasterName master = ballot.picture().name();
        int quorum = ballot.picture().settings().quorum();
        boolean agreed = ballot.agreeing() >= quorum;
        if (agreed && !ballot.isObjectivelyDown()) {
            ballot.objectivelyDown(out.now());
            out.announce(
                    "+odown", Level.WARNING, details(ballot) + " #quorum " + ballot.agreeing() + "/" + quorum, master);
            out.tell(new ElectionFact.ObjectivelyDown(master));
        } else if (!agreed && ballot.isObjectivelyDown()) {
            ballot.objectivelyDown(null);
            out.announce("-odown", Level.WARNING, details(ballot), master);
            out.tell(new ElectionFact.ObjectivelyUp(master));
        }
    }

    private void considerCampaign(MasterBallot ballot) {
        Moment until = ballot.coolingUntil(out.now());
        if (until != null) {
            if (ballot.noteCooling()) {
                out.remark(
                        Level.NOTICE,
                        ballot.picture().name(),
                        "Next failover delay: I will not start a failover before "
                                + CTIME.format(wall.plus(until.since(out.now()))) + " ("
                                + Reason.COOLING_DOWN.sentence() + ")");
            }
            return;
        }
        Moment turn = ballot.turnAt();
        if (turn == null) {
            Duration wait = TURN.multipliedBy(rank(ballot));
            turn = out.now().plus(wait);
            ballot.turnAt(turn);
            if (!wait.isZero()) {
                out.remark(
                        Level.VERBOSE,
                        ballot.picture().name(),
                        "waiting " + wait.toMillis() + " ms: " + Reason.WAITING_TURN.sentence());
                out.wake(turn, new TurnCame(ballot.picture().name(), turn));
            }
        }
        if (!turn.isAfter(out.now())) {
            campaign(ballot, false);
        }
    }

    /**
     * How many sentinels go before us. Those long gone are not waited for; a fresh death is, because not all saw it.
     */
    private int rank(MasterBallot ballot) {
        return (int) ballot.peers.headMap(myId).values().stream()
                .filter(peer -> !peer.isLongGone(out.now()))
                .count();
    }

    private void turnCame(TurnCame alarm) {
        MasterBallot ballot = ballots.get(alarm.master());
        if (ballot != null) {
            evaluate(ballot);
        }
    }

    private void ordered(MasterName master) {
        MasterBallot ballot = ballots.get(master);
        if (ballot == null || ballot.phase() != Phase.IDLE) {
            out.remark(
                    Level.WARNING,
                    master,
                    "the ordered failover does not start: "
                            + (ballot == null ? Reason.UNKNOWN_MASTER : Reason.FAILOVER_RUNNING).sentence());
            return;
        }
        campaign(ballot, true);
    }

    private void campaign(MasterBallot ballot, boolean forced) {
        MasterName master = ballot.picture().name();
        currentEpoch = currentEpoch.next();
        ballot.campaign(currentEpoch, forced);
        ballot.vote(myId, currentEpoch);
        ballot.attempted(out.now().plus(chance.upTo(Periods.MAX_DESYNC)));
        persist();
        epochChanged(master);
        out.announce("+try-failover", Level.WARNING, details(ballot), master);
        out.tell(new ElectionFact.CampaignStarted(master, currentEpoch, forced));
        out.announce("+vote-for-leader", Level.WARNING, myId + " " + currentEpoch, master);
        if (!forced) {
            Duration timeout = ballot.picture().settings().failoverTimeout();
            out.wake(
                    ballot.attemptedAt(out.now())
                            .plus(timeout.compareTo(Periods.ELECTION_TIMEOUT) < 0 ? timeout : Periods.ELECTION_TIMEOUT),
                    new ElectionTimedOut(master, currentEpoch));
            askAll(ballot, Duration.ZERO);
        }
        count(ballot);
    }

    private void count(MasterBallot ballot) {
        Epoch epoch = ballot.campaignEpoch();
        boolean epochHolds = epoch.equals(currentEpoch);
        if (ballot.isForced() || (epochHolds && ballot.votesFor(myId, epoch) >= ballot.needed())) {
            MasterName master = ballot.picture().name();
            ballot.lead();
            out.announce(
                    "+elected-leader",
                    Level.WARNING,
                    details(ballot),
                    master,
                    ballot.isForced()
                            ? "an operator ordered the failover"
                            : ballot.votesFor(myId, epoch) + " of " + ballot.voters() + " votes, " + ballot.needed()
                                    + " needed");
            out.tell(new ElectionFact.Elected(master, epoch, ballot.isForced()));
        } else if (epochHolds && ballot.nobodyCanWin(epoch)) {
            giveUp(ballot, Reason.SPLIT_VOTE);
            ballot.mayAttemptAgain();
            Moment turn = out.now().plus(TURN.multipliedBy(rank(ballot))).plus(chance.upTo(TURN.multipliedBy(2)));
            ballot.turnAt(turn);
            out.wake(turn, new TurnCame(ballot.picture().name(), turn));
        }
    }

    private void timedOut(ElectionTimedOut alarm) {
        MasterBallot ballot = ballots.get(alarm.master());
        if (ballot != null
                && ballot.phase() == Phase.CAMPAIGNING
                && ballot.campaignEpoch().equals(alarm.epoch())) {
            giveUp(ballot, currentEpoch.equals(alarm.epoch()) ? Reason.NOT_ELECTED : Reason.EPOCH_MOVED_ON);
        }
    }

    private void giveUp(MasterBallot ballot, Reason reason) {
        MasterName master = ballot.picture().name();
        out.announce(
                "-failover-abort-not-elected",
                Level.WARNING,
                details(ballot),
                master,
                reason.sentence() + ": " + ballot.votesFor(myId, ballot.campaignEpoch()) + " of " + ballot.voters()
                        + " votes, " + ballot.needed() + " needed");
        ballot.idle();
        out.tell(new ElectionFact.CampaignEnded(master));
    }

    private void failoverAborted(MasterName master, Epoch epoch) {
        MasterBallot ballot = ballots.get(master);
        if (ballot != null
                && ballot.phase() == Phase.LEADING
                && ballot.campaignEpoch().equals(epoch)) {
            ballot.idle();
            evaluate(ballot);
        }
    }

    // Durable state and pictures

    private void persist() {
        SortedMap<MasterName, Epoch> leaders = new TreeMap<>();
        ballots.forEach((name, ballot) -> leaders.put(name, ballot.leaderEpoch()));
        out.persist(new Slice.Epochs(currentEpoch, leaders), IfDiskFails.HOLD);
    }

    private void epochChanged(MasterName because) {
        out.tell(new ElectionFact.EpochChanged(currentEpoch));
        out.announce("+new-epoch", Level.WARNING, currentEpoch.toString(), because);
    }

    private static String details(MasterBallot ballot) {
        return Details.master(ballot.picture().name(), ballot.picture().address());
    }

    private ElectionReport report() {
        SortedMap<MasterName, ElectionReport.Master> masters = new TreeMap<>();
        ballots.forEach((name, ballot) -> {
            SortedMap<RunId, ElectionReport.PeerVote> peers = new TreeMap<>();
            ballot.peers.forEach((id, peer) ->
                    peers.put(id, new ElectionReport.PeerVote(peer.saysDown(), peer.leader(), peer.leaderEpoch())));
            masters.put(
                    name,
                    new ElectionReport.Master(
                            ballot.objectivelyDownFor(out.now()),
                            ballot.phase() == Phase.CAMPAIGNING,
                            ballot.phase() != Phase.IDLE,
                            ballot.isForced(),
                            ballot.leader(),
                            ballot.leaderEpoch(),
                            peers));
        });
        return new ElectionReport(myId, currentEpoch, masters);
    }
}
