package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import dev.vedette.model.Kind;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The sentinel.conf: read at the start, written whole at every save (reference 10). Vedette can be started on what it
 * writes, and it on what Vedette writes. Comments and order are not kept; what it does not know is.
 */
final class StateFile {
    private final Core core;
    private final List<String> kept = new ArrayList<>();

    StateFile(Core core) {
        this.core = core;
    }

    /** In three rounds, so that a line about a master may come before the line that names it. */
    void read(String text) {
        List<String[]> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] words = line.trim().replace("\"", "").split(" +");
            if (words[0].equals("sentinel") && words.length > 2) {
                lines.add(words);
            } else if (words[0].equals("port")) {
                core.port = (int) Core.number(words[1]);
            } else if (!words[0].isEmpty() && !words[0].startsWith("#")) {
                kept.add(line);
            }
        }
        lines.forEach(this::process);
        lines.stream().filter(words -> words[1].equals("monitor")).forEach(words -> monitor(words));
        lines.stream().filter(words -> core.masters.containsKey(words[2])).forEach(words -> {
            Instance master = core.masters.get(words[2]);
            if (words.length == 4) {
                setting(master, words[1], words[3]);
            } else {
                known(master, words);
            }
        });
    }

    private void process(String[] words) {
        switch (words[1]) {
            case "myid" -> core.myId = new RunId(words[2]);
            case "current-epoch" -> core.currentEpoch = core.currentEpoch.max(Core.epoch(words[2]));
            default -> {}
        }
    }

    private void monitor(String[] words) {
        Instance master = core.create(Kind.MASTER, words[2], words[3], (int) Core.number(words[4]), null);
        if (master == null) {
            throw new IllegalArgumentException("cannot monitor " + words[2]);
        }
        master.quorum = (int) Core.number(words[5]);
    }

    private void setting(Instance master, String name, String value) {
        switch (name) {
            case "down-after-milliseconds" -> downAfter(master, Duration.ofMillis(Core.number(value)));
            case "failover-timeout" -> master.failoverTimeout = Duration.ofMillis(Core.number(value));
            case "parallel-syncs" -> master.parallelSyncs = (int) Core.number(value);
            case "master-reboot-down-after-period" -> master.rebootDownAfter = Duration.ofMillis(Core.number(value));
            case "config-epoch" -> {
                master.configEpoch = Core.epoch(value);
                core.currentEpoch = core.currentEpoch.max(master.configEpoch);
            }
            case "leader-epoch" -> master.leaderEpoch = Core.epoch(value);
            default -> throw new IllegalArgumentException("sentinel " + name + " is nothing that the model knows");
        }
    }

    /** Also in everything that hangs on the master. */
    static void downAfter(Instance master, Duration time) {
        master.downAfter = time;
        master.slaves.values().forEach(slave -> slave.downAfter = time);
        master.sentinels.values().forEach(peer -> peer.downAfter = time);
    }

    private void known(Instance master, String[] words) {
        int port = (int) Core.number(words[4]);
        if (words[1].equals("known-replica") || words[1].equals("known-slave")) {
            core.create(Kind.REPLICA, "", words[3], port, master);
        } else if (words[1].equals("known-sentinel")) {
            Instance peer = core.create(Kind.SENTINEL, words[5], words[3], port, master);
            if (peer != null) {
                peer.runId = words[5];
                core.hellos.shareLink(peer);
            }
        }
    }

    String text() {
        List<String> lines = new ArrayList<>(kept);
        lines.add("port " + core.port);
        lines.add("sentinel myid " + core.myId);
        core.masters.values().forEach(master -> master(lines, master));
        lines.add("sentinel current-epoch " + core.currentEpoch);
        return String.join("\n", lines) + "\n";
    }

    private static void master(List<String> lines, Instance master) {
        String name = master.name;
        Address current = master.currentAddress();
        lines.add("sentinel monitor " + name + " " + current.host() + " " + current.port() + " " + master.quorum);
        if (!master.downAfter.equals(Periods.DEFAULT_DOWN_AFTER)) {
            lines.add("sentinel down-after-milliseconds " + name + " " + master.downAfter.toMillis());
        }
        if (!master.failoverTimeout.equals(Periods.DEFAULT_FAILOVER_TIMEOUT)) {
            lines.add("sentinel failover-timeout " + name + " " + master.failoverTimeout.toMillis());
        }
        if (master.parallelSyncs != 1) {
            lines.add("sentinel parallel-syncs " + name + " " + master.parallelSyncs);
        }
        if (!master.rebootDownAfter.isZero()) {
            lines.add("sentinel master-reboot-down-after-period " + name + " " + master.rebootDownAfter.toMillis());
        }
        lines.add("sentinel config-epoch " + name + " " + master.configEpoch);
        lines.add("sentinel leader-epoch " + name + " " + master.leaderEpoch);
        for (Instance slave : master.slaves.values()) {
            // The promoted replica is the master there already, and the old master a replica.
            Address address = slave.address.equals(current) ? master.address : slave.address;
            lines.add("sentinel known-replica " + name + " " + address.host() + " " + address.port());
        }
        for (Instance peer : master.sentinels.values()) {
            lines.add("sentinel known-sentinel " + name + " " + peer.address.host() + " " + peer.address.port() + " "
                    + peer.name);
        }
    }
}
