package dev.vedette.failover;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.Answer;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Candidate;
import dev.vedette.bus.Candidates;
import dev.vedette.bus.Channel;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.InfoReport;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A failover brain with a dead master and three replicas, in the words of its stories. R1 is the best replica. */
final class Scene {
    static final MasterName MASTER = new MasterName("mymaster");
    static final Address OLD = new Address("10.0.0.1", 6379);
    static final Address R1 = new Address("10.0.0.2", 6379);
    static final Address R2 = new Address("10.0.0.3", 6379);
    static final Address R3 = new Address("10.0.0.4", 6379);
    static final Epoch EPOCH = new Epoch(7);
    static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(60);

    final Play play;
    private final MasterSettings settings;

    private Scene(int parallelSyncs) {
        settings = MasterSettings.withQuorum(2)
                .failoverTimeout(FAILOVER_TIMEOUT)
                .parallelSyncs(parallelSyncs)
                .downAfter(Duration.ofSeconds(1));
        MasterState state = new MasterState(
                OLD, settings, new Epoch(3), Epoch.ZERO, new TreeSet<>(List.of(R1, R2, R3)), new TreeMap<>());
        play = new Play(new Failover(
                new SentinelState(new RunId("m".repeat(RunId.LENGTH)), EPOCH, new TreeMap<>(Map.of(MASTER, state)))));
        for (Address node : List.of(OLD, R1, R2, R3)) {
            connects(node);
        }
        play.sinceLast();
    }

    static Scene with(int parallelSyncs) {
        return new Scene(parallelSyncs);
    }

    static Scene set() {
        return new Scene(1);
    }

    // How far a story has come

    /** The master is down, we are elected, and ask for the candidates. */
    Scene elected() {
        masterDown();
        started(false);
        won();
        return this;
    }

    /** R1 is told to become a master. */
    Scene promoting() {
        elected();
        candidates();
        return this;
    }

    /** R1 is a master, and that is on record. */
    Scene reconfiguring() {
        promoting();
        reports(R1, Role.MASTER, null, false);
        recorded();
        return this;
    }

    Scene switching() {
        reconfiguring();
        follows(R2, true);
        follows(R3, true);
        return this;
    }

    // What it is told

    List<Effect> masterDown() {
        return play.tell(new MonitorFact.MasterDown(MASTER, Reason.NO_VALID_REPLY));
    }

    List<Effect> masterUp() {
        return play.tell(new MonitorFact.MasterUp(MASTER));
    }

    List<Effect> started(boolean forced) {
        return play.tell(new ElectionFact.CampaignStarted(MASTER, EPOCH, forced));
    }

    List<Effect> won() {
        return play.tell(new ElectionFact.Elected(MASTER, EPOCH, false));
    }

    List<Effect> candidates() {
        return play.tell(answer(fresh(R1, 200), fresh(R2, 100), fresh(R3, 50)));
    }

    static Candidates answer(Candidate... replicas) {
        return new Candidates(MASTER, OLD, Duration.ofSeconds(1), Duration.ofSeconds(1), true, List.of(replicas));
    }

    static Candidate fresh(Address address, long offset) {
        return candidate(address, offset, Duration.ofMillis(100));
    }

    static Candidate candidate(Address address, long offset, Duration infoAge) {
        return new Candidate(
                address,
                address,
                new RunId("f"),
                false,
                true,
                Duration.ZERO,
                infoAge,
                100,
                offset,
                Duration.ZERO,
                false);
    }

    List<Effect> reports(Address replica, Role role, Address master, boolean linkUp) {
        return play.tell(new MonitorFact.ReplicaReported(
                MASTER,
                replica,
                new InfoReport(
                        new RunId("f"),
                        List.of(),
                        Duration.ZERO,
                        role,
                        master == null ? null : master.host(),
                        master == null ? 0 : master.port(),
                        linkUp,
                        100,
                        1,
                        true,
                        InfoReport.HandOver.IDLE)));
    }

    /** A replica says that it follows the new master. */
    List<Effect> follows(Address replica, boolean linkUp) {
        return reports(replica, Role.REPLICA, R1, linkUp);
    }

    List<Effect> recorded() {
        return play.tell(
                new MonitorFact.Topology(picture(OLD, R1, EPOCH)),
                new MonitorFact.PromotionRecorded(MASTER, R1, EPOCH));
    }

    List<Effect> topology(Address master, Address promoted, long configEpoch) {
        return play.tell(new MonitorFact.Topology(picture(master, promoted, new Epoch(configEpoch))));
    }

    List<Effect> switched(Address to, long configEpoch) {
        Epoch epoch = new Epoch(configEpoch);
        return play.tell(
                new MonitorFact.Topology(picture(to, null, epoch)), new MonitorFact.Switched(MASTER, OLD, to, epoch));
    }

    private MasterPicture picture(Address master, Address promoted, Epoch configEpoch) {
        TreeSet<Address> replicas = new TreeSet<>(List.of(OLD, R1, R2, R3));
        replicas.remove(master);
        return new MasterPicture(MASTER, master, promoted, configEpoch, settings, replicas);
    }

    List<Effect> connects(Address node) {
        return play.tell(new LinkFact.Up(link(node), Channel.COMMAND, "10.0.0.8"));
    }

    List<Effect> disconnects(Address node) {
        return play.tell(new LinkFact.Down(link(node), Channel.COMMAND, "gone"));
    }

    List<Effect> down(Address replica) {
        return play.tell(new MonitorFact.InstanceDown(MASTER, link(replica), Reason.NO_VALID_REPLY));
    }

    List<Effect> up(Address replica) {
        return play.tell(new MonitorFact.InstanceUp(MASTER, link(replica)));
    }

    List<Effect> tilt(boolean on) {
        return play.tell(new MonitorFact.Tilt(on));
    }

    /** How the order to follow {@code master} (or nobody) ended at this instance. */
    List<Effect> replies(Address instance, Address master, Reply reply) {
        return play.tell(new Replied(link(instance), new Errand.Reconfigure(master), reply));
    }

    List<Effect> passes(long millis) {
        return play.pass(Duration.ofMillis(millis));
    }

    static LinkId.Node link(Address node) {
        return new LinkId.Node(MASTER, node);
    }

    // What it says

    String state() {
        FailoverReport.Running running = report().running().get(MASTER);
        return running == null ? "none" : running.state();
    }

    FailoverReport report() {
        return Play.answers(play.ask(new Ask.Failovers()), FailoverReport.class).get(0);
    }

    /** Whether an operator's order would find the master busy; leaves that order waiting if not. */
    boolean isBusy() {
        return Play.answers(play.ask(new Ask.Failover(MASTER, false)), Answer.Outcome.class)
                .contains(Answer.Outcome.IN_PROGRESS);
    }

    /** Who is told to follow whom: {@code 2>master} or {@code 3>2}, by the last number of the address. */
    static List<String> orders(List<Effect> effects) {
        return Play.commands(effects, Errand.Reconfigure.class).stream()
                .map(command -> {
                    Address master = ((Errand.Reconfigure) command.errand()).master();
                    return last(((LinkId.Node) command.link()).address()) + ">"
                            + (master == null ? "nobody" : last(master));
                })
                .toList();
    }

    private static char last(Address address) {
        return address.host().charAt(address.host().length() - 1);
    }
}
