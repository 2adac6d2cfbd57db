package dev.vedette.election;

import dev.vedette.brain.Out;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Errand;
import dev.vedette.bus.Level;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.election.MasterBallot.Phase;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks peers whether they see a master down, and for their vote when we campaign (reference 6.1). */
final class Inquiry {
    /** How soon the same peer is asked again when something hints, once more, that its answer has changed. */
    private static final Duration HINT = Duration.ofMillis(20);

    /** Hints came so quickly one after the other that the answers to them are worth one question more. */
    record Hinted(MasterName master) implements Alarm {}

    private final Jury jury;
    private final Out out;

    Inquiry(Jury jury, Out out) {
        this.jury = jury;
        this.out = out;
    }

    /**
     * A peer has asked us, so it sees the master down: if we do too, its answer may be all that is missing here. The
     * first sentinel to see it is told "no" by all others a moment before they see it as well, and it is often the one
     * for whose campaign they wait; so the first hint is followed at once, however lately the peer was asked.
     */
    void askBack(MasterBallot ballot) {
        Moment later = null;
        for (Map.Entry<RunId, PeerVoice> peer : ballot.peers.entrySet()) {
            PeerVoice voice = peer.getValue();
            if (voice.saysDown() || !jury.isConnected(peer.getKey())) {
                continue;
            }
            if (voice.mayFollowHint(HINT, out.now())) {
                voice.followsHint(out.now());
                ask(ballot, peer.getKey());
            } else {
                later = out.now().plus(HINT);
            }
        }
        if (later != null && ballot.keepHint()) {
            out.wake(later, new Hinted(ballot.picture().name()));
        }
    }

    void hinted(Hinted alarm) {
        MasterBallot ballot = jury.ballot(alarm.master());
        if (ballot != null && ballot.takeHint() && ballot.isDown() && !jury.inTilt()) {
            askBack(ballot);
        }
    }

    void askAll(MasterBallot ballot, Duration pause) {
        ballot.peers.forEach((id, voice) -> {
            if (jury.isConnected(id) && voice.mayAsk(pause, out.now())) {
                ask(ballot, id);
            }
        });
    }

    /** Whoever was asked a moment ago was only asked, and not for a vote. */
    void seekVotes(MasterBallot ballot) {
        ballot.peers.keySet().stream().filter(jury::isConnected).forEach(peer -> ask(ballot, peer));
    }

    void ask(MasterBallot ballot, RunId peer) {
        PeerVoice voice = ballot.peers.get(peer);
        if (voice == null || jury.inTilt()) {
            return;
        }
        voice.asked(out.now());
        boolean only = ballot.phase() == Phase.IDLE;
        // A vote in any other epoch than that of the campaign, and of our own vote, would be lost.
        Epoch epoch = only ? jury.currentEpoch() : ballot.campaignEpoch();
        out.command(
                new LinkId.Peer(peer),
                new Errand.IsMasterDown(
                        ballot.picture().name(),
                        out.book().shown(ballot.picture().address()),
                        epoch,
                        only ? null : jury.myId));
    }

    /** @return the ballot that the reply may decide, or null when it decides nothing */
    @Nullable
    MasterBallot replied(Replied replied) {
        if (!(replied.errand() instanceof Errand.IsMasterDown asked)
                || !(replied.reply() instanceof Reply.Opinion opinion)
                || !(replied.link() instanceof LinkId.Peer peer)) {
            return null;
        }
        MasterBallot ballot = jury.ballots.get(asked.master());
        PeerVoice voice = ballot == null ? null : ballot.peers.get(peer.id());
        if (ballot == null
                || voice == null
                || !out.book().same(asked.address(), ballot.picture().address())) {
            return null;
        }
        if (asked.candidate() != null) {
            voice.ruledOn(asked.epoch());
        }
        if (voice.answered(opinion.down(), opinion.leader(), opinion.epoch(), out.now())) {
            out.remark(
                    Level.NOTICE, asked.master(), peer.id() + " voted for " + opinion.leader() + " " + opinion.epoch());
        }
        return ballot;
    }
}
