package dev.vedette.script;

import dev.vedette.bus.ScriptReport;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import java.time.Duration;
import java.util.List;

/** One program that is to be run, once or until it succeeds. */
final class Job {
    /** What is run for. Each master has a lane of its own for each kind. */
    enum Kind {
        NOTIFICATION,
        CLIENT_RECONFIG
    }

    record Lane(MasterName master, Kind kind) {}

    private static final long NOT_RUNNING = 0;

    final Lane lane;
    final List<String> argv;
    private long run = NOT_RUNNING;
    private long pid;
    private boolean killed;
    private int tries;
    /** When it was started, or may be. */
    private Moment at;

    Job(Lane lane, List<String> argv, Moment now) {
        this.lane = lane;
        this.argv = List.copyOf(argv);
        this.at = now;
    }

    String path() {
        return argv.get(0);
    }

    boolean isReconfig() {
        return lane.kind() == Kind.CLIENT_RECONFIG;
    }

    boolean isRunning() {
        return run != NOT_RUNNING;
    }

    boolean isRun(long number) {
        return isRunning() && run == number;
    }

    long run() {
        return run;
    }

    long pid() {
        return pid;
    }

    void pid(long value) {
        pid = value;
    }

    int tries() {
        return tries;
    }

    boolean isDue(Moment now) {
        return !isRunning() && !at.isAfter(now);
    }

    void started(long number, Moment now) {
        run = number;
        at = now;
        tries++;
    }

    /** The machine could not start it: that was no try. */
    void notStarted(Moment next) {
        tries--;
        ended(next);
    }

    void ended(Moment next) {
        run = NOT_RUNNING;
        pid = 0;
        killed = false;
        at = next;
    }

    boolean runsFor(Duration limit, Moment now) {
        return isRunning() && !at.plus(limit).isAfter(now);
    }

    Moment startedAt() {
        return at;
    }

    boolean isKilled() {
        return killed;
    }

    void kill() {
        killed = true;
    }

    ScriptReport.Job report(Moment now) {
        Duration time = isRunning() ? now.since(at) : at.since(now);
        return new ScriptReport.Job(argv, isRunning(), pid, time.isNegative() ? Duration.ZERO : time, tries);
    }
}
