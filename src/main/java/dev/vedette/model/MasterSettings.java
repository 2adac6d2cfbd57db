package dev.vedette.model;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

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
        return new MasterSettings(
                value,
                downAfter,
                failoverTimeout,
                parallelSyncs,
                credentials,
                renames,
                rebootDownAfter,
                scripts,
                crashDetection);
    }

    public MasterSettings downAfter(Duration value) {
        return new MasterSettings(
                quorum,
                value,
                failoverTimeout,
                parallelSyncs,
                credentials,
                renames,
                rebootDownAfter,
                scripts,
                crashDetection);
    }

    public MasterSettings failoverTimeout(Duration value) {
        return new MasterSettings(
                quorum,
                downAfter,
                value,
                parallelSyncs,
                credentials,
                renames,
                rebootDownAfter,
                scripts,
                crashDetection);
    }

    public MasterSettings parallelSyncs(int value) {
        return new MasterSettings(
                quorum,
                downAfter,
                failoverTimeout,
                value,
                credentials,
                renames,
                rebootDownAfter,
                scripts,
                crashDetection);
    }

    public MasterSettings credentials(Credentials value) {
        return new MasterSettings(
                quorum,
                downAfter,
                failoverTimeout,
                parallelSyncs,
                value,
                renames,
                rebootDownAfter,
                scripts,
                crashDetection);
    }

    public MasterSettings renames(SortedMap<String, String> value) {
        return new MasterSettings(
                quorum,
                downAfter,
                failoverTimeout,
                parallelSyncs,
                credentials,
                value,
                rebootDownAfter,
                scripts,
                crashDetection);
    }

    public MasterSettings rebootDownAfter(Duration value) {
        return new MasterSettings(
                quorum,
                downAfter,
                failoverTimeout,
                parallelSyncs,
                credentials,
                renames,
                value,
                scripts,
                crashDetection);
    }

    public MasterSettings scripts(ScriptPaths value) {
        return new MasterSettings(
                quorum,
                downAfter,
                failoverTimeout,
                parallelSyncs,
                credentials,
                renames,
                rebootDownAfter,
                value,
                crashDetection);
    }

    public MasterSettings crashDetection(boolean value) {
        return new MasterSettings(
                quorum,
                downAfter,
                failoverTimeout,
                parallelSyncs,
                credentials,
                renames,
                rebootDownAfter,
                scripts,
                value);
    }
}
