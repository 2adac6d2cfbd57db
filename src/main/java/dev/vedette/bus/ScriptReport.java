package dev.vedette.bus;

import java.time.Duration;
import java.util.List;

/** The queue of scripts at one moment, in its order. */
public record ScriptReport(List<Job> jobs) implements Answer {
    public ScriptReport {
        jobs = List.copyOf(jobs);
    }

    public long running() {
        return jobs.stream().filter(Job::running).count();
    }

    /**
     * @param pid 0 when it is not running, or was not started quite yet
     * @param time how long it has been running, or how long until it may start
     * @param tries runs so far, this one included
     */
    public record Job(List<String> argv, boolean running, long pid, Duration time, int tries) {
        public Job {
            argv = List.copyOf(argv);
        }
    }
}
