package dev.vedette.script;

import dev.vedette.bus.ScriptReport;
import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.script.Job.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that run, or wait, in the order of what happened.
 *
 * <p>Redis starts everything at once, so that a handler may see {@code +odown} before {@code +sdown}. Here each master
 * has a lane for notifications and one for the reconfiguration of its clients, and neither waits for the other. In a
 * lane one follows the other. A notification that takes long has a head start and no more, so that a script that hangs
 * does not silence what comes after it; a reconfiguration is waited for until it ends or is killed, because two of them
 * at once would leave the clients with whichever ends last.
 */
final class JobQueue {
    /** Runs of one job, the first one included. */
    static final int TRIES = 10;

    private final List<Job> jobs = new ArrayList<>();

    /**
     * @return what is dropped for it: earlier reconfigurations of the same clients that would be tried again; and if
     *     there are too many, the oldest that is not running, a notification if there is one
     */
    List<Job> add(Job job) {
        List<Job> dropped = new ArrayList<>();
        if (job.isReconfig()) {
            jobs.stream()
                    .filter(old -> old.lane.equals(job.lane) && !old.isRunning() && old.tries() > 0)
                    .forEach(dropped::add);
        }
        jobs.removeAll(dropped);
        jobs.add(job);
        if (jobs.size() > Limits.SCRIPTS) {
            Job surplus = oldestWaiting();
            jobs.remove(surplus);
            dropped.add(surplus);
        }
        return dropped;
    }

    private Job oldestWaiting() {
        List<Job> waiting = jobs.stream().filter(job -> !job.isRunning()).toList();
        return waiting.stream().filter(job -> !job.isReconfig()).findFirst().orElse(waiting.get(0));
    }

    void remove(Job job) {
        jobs.remove(job);
    }

    @Nullable
    Job find(long run) {
        return jobs.stream().filter(job -> job.isRun(run)).findFirst().orElse(null);
    }

    /** Whether clients have another master since, of which they will be told next. */
    boolean isSuperseded(Job job) {
        return job.isReconfig() && jobs.stream().anyMatch(other -> other != job && other.lane.equals(job.lane));
    }

    /** What is to be started now, in this order. */
    List<Job> next(Moment now) {
        List<Job> next = new ArrayList<>();
        long running = jobs.stream().filter(Job::isRunning).count();
        Set<Lane> taken = new LinkedHashSet<>();
        for (Job job : jobs) {
            if (job.isRunning()) {
                if (job.isReconfig() || !job.runsFor(Periods.SCRIPT_HEAD_START, now)) {
                    taken.add(job.lane);
                }
            } else if (job.isDue(now) && taken.add(job.lane) && running < Limits.SCRIPTS_AT_ONCE) {
                next.add(job);
                running++;
            }
        }
        return next;
    }

    /** What has been running for too long, and was not killed yet. */
    List<Job> overdue(Duration patience, Moment now) {
        return jobs.stream()
                .filter(job -> job.runsFor(patience, now) && !job.isKilled())
                .toList();
    }

    /** When running scripts are to be killed. */
    List<Moment> deadlines(Duration patience) {
        return jobs.stream()
                .filter(Job::isRunning)
                .map(job -> job.startedAt().plus(patience))
                .toList();
    }

    List<ScriptReport.Job> report(Moment now) {
        return jobs.stream().map(job -> job.report(now)).toList();
    }
}
