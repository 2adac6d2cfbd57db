package dev.vedette.model;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the operator asked for one master.
 *
 * @param quorum how many sentinels must see it down before it counts as down; at least 1
 * @param downAfter how long without a valid reply until we think it down; more than 0. Shorter finds a crash sooner and
 *     takes a slow moment for one
 * @param failoverTimeout pace and patience of failovers; more than 0
 * @param parallelSyncs how many replicas follow the new master at the same time; more is faster, and more of them are
 *     busy loading
 * @param credentials how to log in to the master and its replicas
 * @param renames commands of the data nodes that go by another name, keyed by the upper-case original
 * @param rebootDownAfter how long a restarted master may load before it counts as down; zero means for ever
 * @param scripts programs to run when something happens to it
 * @param crashDetection a port that refuses connections counts as down at once when the replicas have lost the master,
 *     too
 */
public record MasterSettings(
        int quorum,
        Duration downAfter,
        Duration failoverTimeout,
        int parallelSyncs,
        Credentials credentials,
        SortedMap<String, String> renames,
        Duration rebootDownAfter,
        ScriptPaths scripts,
        boolean crashDetection) {

    public static final Duration DEFAULT_DOWN_AFTER = Duration.ofSeconds(30);
    public static final Duration DEFAULT_FAILOVER_TIMEOUT = Duration.ofMinutes(3);
    public static final int DEFAULT_PARALLEL_SYNCS = 1;

    public MasterSettings {
        renames = Collections.unmodifiableSortedMap(new TreeMap<>(renames));
    }

    public static MasterSettings withQuorum(int quorum) {
        return new MasterSettings(
                quorum,
                DEFAULT_DOWN_AFTER,
                DEFAULT_FAILOVER_TIMEOUT,
                DEFAULT_PARALLEL_SYNCS,
                Credentials.NONE,
                new TreeMap<>(),
                Duration.ZERO,
                ScriptPaths.NONE,
                false);
    }

    public MasterSettings quorum(int value) {
        return with(copy -> copy.quorum = value);
    }

    public MasterSettings downAfter(Duration value) {
        return with(copy -> copy.downAfter = value);
    }

    public MasterSettings failoverTimeout(Duration value) {
        return with(copy -> copy.failoverTimeout = value);
    }

    public MasterSettings parallelSyncs(int value) {
        return with(copy -> copy.parallelSyncs = value);
    }

    public MasterSettings credentials(Credentials value) {
        return with(copy -> copy.credentials = value);
    }

    public MasterSettings renames(SortedMap<String, String> value) {
        return with(copy -> copy.renames = value);
    }

    public MasterSettings rebootDownAfter(Duration value) {
        return with(copy -> copy.rebootDownAfter = value);
    }

    public MasterSettings scripts(ScriptPaths value) {
        return with(copy -> copy.scripts = value);
    }

    public MasterSettings crashDetection(boolean value) {
        return with(copy -> copy.crashDetection = value);
    }

    private MasterSettings with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.done();
    }

    /** One of which something changes. */
    private static final class Copy {
        private int quorum;
        private Duration downAfter;
        private Duration failoverTimeout;
        private int parallelSyncs;
        private Credentials credentials;
        private SortedMap<String, String> renames;
        private Duration rebootDownAfter;
        private ScriptPaths scripts;
        private boolean crashDetection;

        Copy(MasterSettings of) {
            quorum = of.quorum;
            downAfter = of.downAfter;
            failoverTimeout = of.failoverTimeout;
            parallelSyncs = of.parallelSyncs;
            credentials = of.credentials;
            renames = of.renames;
            rebootDownAfter = of.rebootDownAfter;
            scripts = of.scripts;
            crashDetection = of.crashDetection;
        }

        MasterSettings done() {
            return new MasterSettings(
                    quorum,
                    downAfter,
                    failoverTimeout,
                    parallelSyncs,
                    credentials,
                    renames,
                    rebootDownAfter,
                    scripts,
                    crashDetection);
        }
    }
}
