package dev.vedette.script;

import dev.vedette.brain.Brain;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.bus.Pulse;
import dev.vedette.bus.ScriptFact;
import dev.vedette.bus.ScriptOrder;
import dev.vedette.bus.ScriptReport;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.ScriptPaths;
import dev.vedette.model.SentinelState;
import dev.vedette.model.Tunable;
import dev.vedette.script.Job.Kind;
import dev.vedette.script.Job.Lane;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides which program of the operator is run, when, and how often (reference 11).
 *
 * <p>Nothing in this house listens to it: whether scripts hang, fail or cannot be started, monitoring and failovers do
 * not notice. Notifications follow the public event stream. The reconfiguration of clients follows one rule: whenever
 * the address that we send clients to has changed, they are told once, from the address that they were told last. So a
 * promotion is told when it is on record and not again at the switch, and one that is given up for the old master is
 * taken back. Rejected: to tell at those moments of a failover at which Redis does, which leaves clients with the wrong
 * master when it takes another turn.
 */
public final class Scripts extends Brain {
    private static final String FORK_FAILED = " 99 0";
    private static final Duration REST = Duration.ofSeconds(1);

    private final JobQueue queue = new JobQueue();
    private final SortedMap<MasterName, Told> masters = new TreeMap<>();
    private long runs;
    /** Until then nothing is started, because the machine has no room for processes. */
    private Moment restUntil;

    /** What there is to run for a master, and the address that its clients were told last. */
    private record Told(ScriptPaths scripts, Address address) {}

    /** Something may be due: a try, the end of a head start, the end of patience. */
    private record Look() implements Alarm {}

    public Scripts(SentinelState state, Moment now) {
        restUntil = now;
        state.masters()
                .forEach((name, master) ->
                        masters.put(name, new Told(master.settings().scripts(), master.address())));
        on(SentinelEvent.class, this::happened);
        on(Look.class, look -> look());
        on(Ask.Scripts.class, ask -> out.answer(new ScriptReport(queue.report(out.now()))));
        ignore(Pulse.class, "every deadline has an alarm of its own");
        on(MonitorFact.Topology.class, fact -> topology(fact.master()));
        on(MonitorFact.MasterRemoved.class, fact -> masters.remove(fact.master()));
        ignore(MonitorFact.MasterReset.class, "clients go where they went");
        ignore(MonitorFact.Switched.class, "a new topology went before");
        ignore(MonitorFact.PromotionRecorded.class, "a new topology went before");
        ignore(MonitorFact.PromotionOutdated.class, "clients were told nothing of it");
        ignore(MonitorFact.EpochWanted.class, "no matter of clients");
        ignore(MonitorFact.MasterDown.class, "the event says so");
        ignore(MonitorFact.MasterUp.class, "the event says so");
        ignore(MonitorFact.InstanceDown.class, "the event says so");
        ignore(MonitorFact.InstanceUp.class, "the event says so");
        ignore(MonitorFact.ReplicaReported.class, "no matter of clients");
        ignore(MonitorFact.HandingOver.class, "no matter of clients");
        ignore(MonitorFact.Tilt.class, "scripts go on in TILT");
        hears(MonitorFact.class);
        on(ScriptFact.Started.class, this::started);
        on(ScriptFact.NotStarted.class, this::notStarted);
        on(ScriptFact.Ended.class, this::ended);
        hears(ScriptFact.class);
    }

    @Override
    public String name() {
        return "script";
    }

    @Override
    public String address() {
        return Bus.ASK_SCRIPT;
    }

    /** What runs is measured by the new patience, what waits for its next try by the old one. */
    @Override
    protected void changed(ProcessSettings now) {
        queue.deadlines(now.tunables().of(Tunable.SCRIPT_MAX_RUNTIME))
                .forEach(deadline -> out.wake(deadline, new Look()));
    }

    private Duration retryDelay(int tries) {
        return out.tunables().of(Tunable.SCRIPT_RETRY_DELAY).multipliedBy(1L << (tries - 1));
    }

    // What there is to run

    private void happened(SentinelEvent event) {
        MasterName master = event.master();
        Told told = master == null ? null : masters.get(master);
        if (event.level() != Level.WARNING || master == null || told == null) {
            return;
        }
        String path = told.scripts().notification();
        if (!path.isEmpty()) {
            enqueue(new Lane(master, Kind.NOTIFICATION), List.of(path, event.name(), event.payload()));
        }
    }

    private void topology(MasterPicture picture) {
        Address now = picture.advertised();
        Told before = masters.put(picture.name(), new Told(picture.settings().scripts(), now));
        String path = picture.settings().scripts().clientReconfig();
        if (before == null || before.address().equals(now) || path.isEmpty()) {
            return;
        }
        Address from = before.address();
        enqueue(
                new Lane(picture.name(), Kind.CLIENT_RECONFIG),
                List.of(
                        path,
                        picture.name().value(),
                        picture.promoted() == null ? "observer" : "leader",
                        "start",
                        out.book().shown(from).host(),
                        Integer.toString(from.port()),
                        out.book().shown(now).host(),
                        Integer.toString(now.port())));
    }

    private void enqueue(Lane lane, List<String> argv) {
        for (Job gone : queue.add(new Job(lane, argv, out.now()))) {
            out.remark(
                    Level.NOTICE,
                    gone.lane.master(),
                    "not run any more, because "
                            + (gone.lane.equals(lane) && gone.isReconfig()
                                    ? "clients have another master since: "
                                    : "too many scripts wait: ")
                            + String.join(" ", gone.argv));
        }
        look();
    }

    // Starting and ending

    private void look() {
        for (Job job : queue.overdue(out.tunables().of(Tunable.SCRIPT_MAX_RUNTIME), out.now())) {
            job.kill();
            out.announce("-script-timeout", Level.WARNING, job.path() + " " + job.pid(), null);
            out.script(new ScriptOrder.Kill(job.run()));
        }
        if (restUntil.isAfter(out.now())) {
            return;
        }
        for (Job job : queue.next(out.now())) {
            job.started(++runs, out.now());
            out.script(new ScriptOrder.Start(job.run(), job.argv));
            out.wake(out.now().plus(Periods.SCRIPT_HEAD_START), new Look());
            out.wake(out.now().plus(out.tunables().of(Tunable.SCRIPT_MAX_RUNTIME)), new Look());
        }
    }

    private void started(ScriptFact.Started fact) {
        Job job = queue.find(fact.run());
        if (job != null) {
            job.pid(fact.pid());
            out.announce("+script-child", Level.DEBUG, Long.toString(fact.pid()), null);
        }
    }

    private void notStarted(ScriptFact.NotStarted fact) {
        Job job = queue.find(fact.run());
        if (job == null) {
            return;
        }
        out.announce("-script-error", Level.WARNING, job.path() + FORK_FAILED, null, fact.why());
        restUntil = out.now().plus(REST);
        job.notStarted(restUntil);
        out.wake(restUntil, new Look());
    }

    private void ended(ScriptFact.Ended fact) {
        Job job = queue.find(fact.run());
        if (job == null) {
            return;
        }
        if (job.pid() != 0) {
            out.announce("-script-child", Level.DEBUG, job.pid() + " " + fact.exitCode() + " " + fact.signal(), null);
        }
        boolean mayTryAgain = fact.exitCode() == 1 || fact.signal() != 0;
        if (mayTryAgain && job.tries() < JobQueue.TRIES && !queue.isSuperseded(job)) {
            Moment next = out.now().plus(retryDelay(job.tries()));
            job.ended(next);
            out.wake(next, new Look());
        } else {
            if (fact.exitCode() != 0 || fact.signal() != 0) {
                out.announce(
                        "-script-error", Level.WARNING, job.path() + " " + fact.signal() + " " + fact.exitCode(), null);
            }
            queue.remove(job);
        }
        look();
    }
}
