package dev.vedette.election;

import dev.vedette.brain.Brain;
import dev.vedette.bus.Answer.Ballot;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.Channel;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.Level;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Pulse;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.election.MasterBallot.Phase;
import dev.vedette.model.Chance;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterState;
import dev.vedette.model.Moment;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.util.List;

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
 */
public final class Election extends Brain {
    private final Jury jury;
    private final Inquiry inquiry;
    private final Candidacy candidacy;
    private final Pauses pauses;
    private final Force force;
    private final Campaigns campaigns;
    private final Chance chance;

    public Election(SentinelState state, Chance chance, Moment now) {
        this.chance = chance;
        this.jury = new Jury(state.myId(), newest(state), out);
        this.inquiry = new Inquiry(jury, out);
        this.candidacy = new Candidacy(jury, chance, out);
        this.pauses = new Pauses(jury, out);
        this.force = new Force(jury, inquiry, candidacy, out);
        this.campaigns = new Campaigns(jury, inquiry, candidacy, pauses, force, out);
        state.masters().forEach((name, master) -> {
            MasterBallot ballot = new MasterBallot(master.picture(name), master.leaderEpoch());
            master.peers().keySet().forEach(peer -> ballot.peers.put(peer, new PeerVoice(now)));
            if (!master.peers().isEmpty()) {
                ballot.circleKnown();
            }
            jury.ballots.put(name, ballot);
        });
        listen();
    }

    /** No vote can be younger than the current epoch, also when somebody edited the file. */
    private static Epoch newest(SentinelState state) {
        return state.masters().values().stream().map(MasterState::leaderEpoch).reduce(state.currentEpoch(), Epoch::max);
    }

    private void listen() {
        on(Pulse.class, pulse -> pulse());
        on(Replied.class, this::replied);
        on(Campaigns.TurnCame.class, campaigns::turnCame);
        on(Inquiry.Hinted.class, inquiry::hinted);
        on(Campaigns.ElectionTimedOut.class, campaigns::timedOut);
        on(Force.PatienceEnded.class, force::patienceEnded);
        on(Force.NextRound.class, force::nextRound);

        on(LinkFact.Up.class, this::up);
        on(LinkFact.Down.class, this::down);
        ignore(LinkFact.HelloHeard.class, "gossip reads hellos");
        hears(LinkFact.class);

        on(MonitorFact.Topology.class, fact -> topology(fact.master()));
        on(MonitorFact.MasterRemoved.class, fact -> {
            startOver(fact.master(), Reason.REMOVED);
            jury.ballots.remove(fact.master());
        });
        on(MonitorFact.MasterReset.class, fact -> reset(fact.master()));
        on(MonitorFact.Switched.class, fact -> startOver(fact.master(), Reason.NEWER_CONFIGURATION));
        on(MonitorFact.EpochWanted.class, fact -> candidacy.claim(fact.master(), fact.disputed()));
        on(MonitorFact.MasterDown.class, fact -> masterDown(fact.master(), true));
        on(MonitorFact.MasterUp.class, fact -> masterDown(fact.master(), false));
        on(MonitorFact.InstanceDown.class, fact -> peerDown(fact.master(), fact.instance(), true));
        on(MonitorFact.InstanceUp.class, fact -> peerDown(fact.master(), fact.instance(), false));
        on(MonitorFact.Tilt.class, this::tilt);
        ignore(MonitorFact.PromotionRecorded.class, "the failover goes on");
        ignore(MonitorFact.PromotionOutdated.class, "the failover aborts and says so");
        ignore(MonitorFact.HandingOver.class, "the failover carries it out");
        ignore(MonitorFact.ReplicaReported.class, "replicas do not vote");
        hears(MonitorFact.class);

        on(GossipFact.PeerKnown.class, fact -> peerKnown(fact.master(), fact.peer()));
        on(GossipFact.PeerForgotten.class, fact -> peerForgotten(fact.master(), fact.peer()));
        on(GossipFact.Listening.class, fact -> listening(fact.master()));
        on(GossipFact.EpochHeard.class, fact -> epochHeard(fact.master(), fact.epoch()));
        ignore(GossipFact.ConfigurationHeard.class, "the monitor judges configurations");
        ignore(GossipFact.ConfigurationDisputed.class, "the monitor judges configurations");
        hears(GossipFact.class);

        on(FailoverFact.Ordered.class, this::ordered);
        ignore(FailoverFact.HandingOver.class, "steps of a failover do not change who leads it");
        on(FailoverFact.Aborted.class, fact -> campaigns.failoverAborted(fact.master(), fact.epoch(), fact.reason()));
        ignore(FailoverFact.Reconfiguring.class, "steps of a failover do not change who leads it");
        ignore(FailoverFact.Settled.class, "steps of a failover do not change who leads it");
        ignore(FailoverFact.PromotionSeen.class, "steps of a failover do not change who leads it");
        ignore(FailoverFact.ReadyToSwitch.class, "the switch ends it");
        hears(FailoverFact.class);

        on(Ask.IsDown.class, this::isDown);
        on(Ask.Votes.class, ask -> out.answer(jury.report()));
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
        MasterBallot ballot = jury.ballot(picture.name());
        if (ballot == null) {
            // A name that was removed and comes back may have had our vote in any epoch so far.
            jury.ballots.put(picture.name(), new MasterBallot(picture, jury.currentEpoch()));
            if (jury.currentEpoch().isAfter(Epoch.ZERO)) {
                jury.persist();
            }
        } else {
            ballot.picture(picture);
            // A failover of an epoch that is not newer than this configuration could never be announced.
            follow(ballot, picture.configEpoch());
            campaigns.evaluate(ballot);
        }
    }

    private void ordered(FailoverFact.Ordered order) {
        MasterBallot ballot = jury.ballot(order.master());
        if (order.coordinated() && ballot != null && ballot.phase() == Phase.IDLE) {
            campaigns.coordinate(ballot);
        } else {
            force.ordered(order.master(), order.coordinated());
        }
    }

    private void reset(MasterName master) {
        startOver(master, Reason.RESET);
        MasterBallot ballot = jury.ballot(master);
        if (ballot != null) {
            ballot.forgetCircle();
        }
    }

    /**
     * Says that the campaign is over also when it was won, and that the master is not objectively down: whoever hears
     * of these after what ended them, because a slow disk came between, would take the new master for busy or down for
     * ever, or go on with a failover that nobody leads.
     */
    private void startOver(MasterName master, Reason reason) {
        MasterBallot ballot = jury.ballot(master);
        if (ballot != null) {
            if (ballot.phase() == Phase.CAMPAIGNING) {
                out.remark(Level.NOTICE, master, "campaign over: " + reason.sentence());
            }
            if (ballot.phase() != Phase.IDLE) {
                out.tell(new ElectionFact.CampaignEnded(master));
            }
            if (ballot.isObjectivelyDown()) {
                out.tell(new ElectionFact.ObjectivelyUp(master));
            }
            ballot.startOver();
        }
    }

    private void masterDown(MasterName master, boolean down) {
        MasterBallot ballot = jury.ballot(master);
        if (ballot != null) {
            ballot.down(down);
            if (down) {
                inquiry.askAll(ballot, Duration.ZERO);
            }
            campaigns.evaluate(ballot);
        }
    }

    private void peerKnown(MasterName master, PeerRef peer) {
        MasterBallot ballot = jury.ballot(master);
        if (ballot != null) {
            ballot.peers.computeIfAbsent(peer.id(), id -> new PeerVoice(out.now()));
        }
    }

    private void listening(MasterName master) {
        MasterBallot ballot = jury.ballot(master);
        if (ballot != null) {
            ballot.listening(out.now());
        }
    }

    private void peerForgotten(MasterName master, RunId peer) {
        MasterBallot ballot = jury.ballot(master);
        if (ballot != null) {
            ballot.peers.remove(peer);
            campaigns.evaluate(ballot);
        }
    }

    private void peerDown(MasterName master, LinkId instance, boolean down) {
        MasterBallot ballot = jury.ballot(master);
        PeerVoice voice = ballot != null && instance instanceof LinkId.Peer peer ? ballot.peers.get(peer.id()) : null;
        if (ballot == null || voice == null) {
            return;
        }
        if (down) {
            voice.wentDown(out.now());
            candidacy.peerLost(ballot);
        } else {
            voice.cameUp(out.now());
        }
        campaigns.evaluate(ballot);
    }

    private void up(LinkFact.Up up) {
        if (up.link() instanceof LinkId.Peer peer && up.channel() == Channel.COMMAND) {
            jury.connected(peer.id());
            jury.ballots.values().stream()
                    .filter(MasterBallot::isDown)
                    .forEach(ballot -> inquiry.ask(ballot, peer.id()));
        }
    }

    private void down(LinkFact.Down down) {
        if (down.link() instanceof LinkId.Peer peer && down.channel() == Channel.COMMAND) {
            jury.disconnected(peer.id());
        }
    }

    private void tilt(MonitorFact.Tilt fact) {
        jury.tilt(fact.on());
        if (!fact.on()) {
            jury.ballots.values().forEach(campaigns::evaluate);
        }
    }

    private void pulse() {
        for (MasterBallot ballot : jury.ballots.values()) {
            ballot.peers.values().forEach(peer -> peer.expire(out.tunables().ask(), out.now()));
            if ((ballot.isDown() || ballot.phase() == Phase.CAMPAIGNING) && !jury.inTilt()) {
                inquiry.askAll(ballot, out.tunables().ask());
            }
            campaigns.evaluate(ballot);
        }
    }

    private void epochHeard(MasterName master, Epoch epoch) {
        MasterBallot ballot = jury.ballot(master);
        if (ballot != null) {
            follow(ballot, epoch);
            campaigns.evaluate(ballot);
        }
    }

    private void follow(MasterBallot ballot, Epoch epoch) {
        if (epoch.isAfter(jury.currentEpoch()) && jury.mayFollow(epoch)) {
            jury.raiseEpoch(epoch);
            jury.persist();
            jury.announceEpoch(ballot.picture().name());
        }
    }

    // Being asked

    private void isDown(Ask.IsDown ask) {
        List<MasterBallot> ballots = jury.ballotsAt(ask.master());
        if (ballots.isEmpty()) {
            out.answer(new Ballot(false, null, Epoch.ZERO));
            return;
        }
        MasterBallot ballot = ballots.get(0);
        boolean down = ballot.isDown() && !jury.inTilt();
        if (ask.candidate() == null || !jury.mayFollow(ask.epoch())) {
            out.answer(new Ballot(down, null, Epoch.ZERO));
        } else {
            PeerVoice rival = ballot.peers.get(ask.candidate());
            if (rival != null) {
                rival.claimed(out.now());
            }
            vote(ballots, ask.candidate(), ask.epoch());
            out.answer(new Ballot(down, ballot.leader(), ballot.leaderEpoch()));
        }
        if (down) {
            inquiry.askBack(ballot);
        }
        campaigns.evaluate(ballot);
    }

    /** The vote rule, reference 6.3. What it changes is on disk before the answer leaves. */
    private void vote(List<MasterBallot> ballots, RunId candidate, Epoch epoch) {
        MasterName master = ballots.get(0).picture().name();
        boolean newEpoch = epoch.isAfter(jury.currentEpoch());
        if (newEpoch) {
            jury.raiseEpoch(epoch);
        }
        boolean grants = !jury.currentEpoch().isAfter(epoch)
                && ballots.stream().allMatch(ballot -> epoch.isAfter(ballot.leaderEpoch()));
        if (grants) {
            Moment attempted = out.now().plus(chance.upTo(Periods.MAX_DESYNC));
            for (MasterBallot ballot : ballots) {
                ballot.vote(candidate, epoch);
                if (!candidate.equals(jury.myId)) {
                    ballot.turnAt(null);
                    ballot.pause.votedFor(candidate, attempted, out.now());
                }
            }
        }
        if (newEpoch || grants) {
            jury.persist();
        }
        if (newEpoch) {
            jury.announceEpoch(master);
        }
        if (grants) {
            out.announce("+vote-for-leader", Level.WARNING, candidate + " " + epoch, master);
            if (!candidate.equals(jury.myId)) {
                ballots.forEach(ballot -> candidacy.overtaken(ballot, candidate, epoch));
            }
        }
    }

    private void replied(Replied replied) {
        MasterBallot ballot = inquiry.replied(replied);
        if (ballot == null) {
            return;
        }
        Reply.Opinion said = (Reply.Opinion) replied.reply();
        if (said.leader() != null
                && !said.leader().equals(jury.myId)
                && said.epoch().isAfter(ballot.campaignEpoch())) {
            newerVote(ballot, said.leader(), said.epoch());
        }
        campaigns.evaluate(ballot);
    }

    /** A peer has voted in an epoch that is newer than our campaign: perhaps now, perhaps long ago, unheard by us. */
    private void newerVote(MasterBallot ballot, RunId leader, Epoch epoch) {
        if (ballot.phase() != Phase.IDLE) {
            follow(ballot, epoch);
        }
        // Somebody who only stands in a newer epoch may get nobody's vote, and has not asked for ours.
        boolean leads = leader.equals(ballot.winnerBesides(jury.myId, epoch));
        if (ballot.phase() == Phase.CAMPAIGNING && ballot.isForced()) {
            force.outdated(ballot);
        } else if (leads) {
            candidacy.overtaken(ballot, leader, epoch);
        }
    }
}
