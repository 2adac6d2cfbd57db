package dev.vedette.config;

import dev.vedette.config.SentinelConf.Statement;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.RunId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What each {@code sentinel} line means (reference 10.3). */
final class SentinelDirectives {
    static final int GROUPS = 3;
    static final String UNRECOGNIZED = "Unrecognized sentinel configuration statement.";
    private static final String NO_MASTER = "No such master with specified name.";
    private static final int SETTINGS = 1;
    private static final int MASTERS = 2;
    private static final int OF_MASTERS = 3;

    private final Draft draft;
    private final Includes includes;
    private final SortedMap<String, Rule> rules = new TreeMap<>();
    private final SortedSet<MasterName> refused = new TreeSet<>();

    SentinelDirectives(Draft draft, Includes includes) {
        this.draft = draft;
        this.includes = includes;
        processSettings();
        rule(MASTERS, "monitor", "<name> <ip> <port> <quorum>", this::monitor);
        masterSettings();
        generatedState();
    }

    Collection<String> names() {
        return rules.keySet();
    }

    /** Refuses what is no directive, or has the wrong number of words. */
    void check(Statement statement) throws Fault {
        Rule rule = rules.get(statement.directive());
        if (rule == null) {
            throw new Fault(UNRECOGNIZED, Nearest.hint(statement.directive(), rules.keySet()));
        }
        int words = statement.arguments().size();
        boolean oldPeer = statement.directive().equals("known-sentinel") && words == 3;
        if (words != rule.words() && !oldPeer) {
            if (statement.directive().equals("monitor") && words > 0) {
                refused.add(new MasterName(statement.arguments().get(0)));
            }
            throw new Fault(UNRECOGNIZED, "sentinel " + statement.directive() + " " + rule.usage());
        }
    }

    int groupOf(Statement statement) {
        return rule(statement).group();
    }

    void apply(Statement statement) throws Fault {
        rule(statement).action().apply(statement);
    }

    private Rule rule(Statement statement) {
        Rule rule = rules.get(statement.directive());
        if (rule == null) {
            throw new IllegalStateException("no rule was checked for " + statement.directive());
        }
        return rule;
    }

    private void processSettings() {
        // After resolve-hostnames, wherever that stands.
        rule(MASTERS, "announce-ip", "<ip>", s -> {
            if (!s.arguments().get(0).isEmpty()) {
                draft.announceIp = Numbers.host(s.arguments().get(0), draft.resolveHostnames, "Invalid announce-ip.");
            }
        });
        rule(
                SETTINGS,
                "announce-port",
                "<port>",
                s -> draft.announcePort = Numbers.port(s.arguments().get(0)));
        rule(SETTINGS, "deny-scripts-reconfig", "yes|no", s -> draft.denyScriptsReconfig = yesNo(s, "options"));
        rule(SETTINGS, "resolve-hostnames", "yes|no", s -> draft.resolveHostnames = yesNo(s, "option"));
        rule(SETTINGS, "announce-hostnames", "yes|no", s -> draft.announceHostnames = yesNo(s, "option"));
        rule(SETTINGS, "sentinel-user", "<user>", s -> {
            if (!s.arguments().get(0).isEmpty()) {
                draft.peers = new Credentials(s.arguments().get(0), draft.peers.password());
            }
        });
        rule(SETTINGS, "sentinel-pass", "<password>", s -> {
            if (!s.arguments().get(0).isEmpty()) {
                draft.peers = new Credentials(draft.peers.user(), s.arguments().get(0));
            }
        });
        rule(SETTINGS, "state-config-file", "<path>", s -> {
            if (s.arguments().get(0).isEmpty()) {
                throw new Fault("Invalid state-config-file.", "the path of a file that this program may write");
            }
            draft.stateFile = s.arguments().get(0);
        });
    }

    private void masterSettings() {
        ofMaster("down-after-milliseconds", "<milliseconds>", (m, s) -> {
            var value = Numbers.millis(s.arguments().get(1));
            m.change(settings -> settings.downAfter(value));
        });
        ofMaster("failover-timeout", "<milliseconds>", (m, s) -> {
            var value = Numbers.millis(s.arguments().get(1));
            m.change(settings -> settings.failoverTimeout(value));
        });
        ofMaster("parallel-syncs", "<replicas>", (m, s) -> {
            int value = Numbers.between(
                    s.arguments().get(1), 1, Integer.MAX_VALUE, "Invalid parallel-syncs.", "a whole number from 1");
            m.change(settings -> settings.parallelSyncs(value));
        });
        ofMaster("auth-pass", "<password>", (m, s) -> m.password(s.arguments().get(1)));
        ofMaster("auth-user", "<user>", (m, s) -> m.user(s.arguments().get(1)));
        ofMaster("rename-command", "<command> <new name>", this::rename);
        for (String directive : List.of("master-reboot-down-after-period", "primary-reboot-down-after-period")) {
            ofMaster(directive, "<milliseconds>", (m, s) -> {
                var value = Numbers.millisOrZero(s.arguments().get(1));
                m.change(settings -> settings.rebootDownAfter(value));
            });
        }
        ofMaster("crash-detection", "yes|no", (m, s) -> {
            boolean on = yesNo(s, "option");
            m.change(settings -> settings.crashDetection(on));
        });
        ofMaster("notification-script", "<path>", (m, s) -> {
            String path =
                    draft.program(s.arguments().get(1), "Notification script seems non existing or non executable.");
            m.change(settings -> settings.scripts(settings.scripts().notification(path)));
        });
        ofMaster("client-reconfig-script", "<path>", (m, s) -> {
            String path = draft.program(
                    s.arguments().get(1), "Client reconfiguration script seems non existing or non executable.");
            m.change(settings -> settings.scripts(settings.scripts().clientReconfig(path)));
        });
    }

    private void generatedState() {
        rule(SETTINGS, "myid", "<id>", s -> {
            if (s.arguments().get(0).length() != RunId.LENGTH) {
                throw new Fault("Malformed Sentinel id in myid option.", RunId.LENGTH + " characters");
            }
            draft.myId = new RunId(s.arguments().get(0));
        });
        rule(
                SETTINGS,
                "current-epoch",
                "<epoch>",
                s -> raise(Numbers.epoch(s.arguments().get(0))));
        ofMaster("config-epoch", "<epoch>", (m, s) -> {
            m.configEpoch = Numbers.epoch(s.arguments().get(1));
            raise(m.configEpoch);
        });
        ofMaster(
                "leader-epoch",
                "<epoch>",
                (m, s) -> m.leaderEpoch = Numbers.epoch(s.arguments().get(1)));
        for (String directive : List.of("known-replica", "known-slave")) {
            ofMaster(directive, "<ip> <port>", (m, s) -> {
                boolean isNew = m.replicas.add(
                        Numbers.address(s.arguments().get(1), s.arguments().get(2), draft.resolveHostnames));
                if (!isNew && !mayRepeat(s)) {
                    throw new Fault("Duplicate hostname and port for replica.", "each replica of a master once");
                }
            });
        }
        ofMaster("known-sentinel", "<ip> <port> <id>", this::knownSentinel);
    }

    private void monitor(Statement s) throws Fault {
        MasterName name = new MasterName(s.arguments().get(0));
        try {
            int quorum = Numbers.between(
                    s.arguments().get(3),
                    1,
                    Integer.MAX_VALUE,
                    "Quorum must be 1 or greater.",
                    "a whole number from 1");
            Address address =
                    Numbers.address(s.arguments().get(1), s.arguments().get(2), draft.resolveHostnames);
            MasterDraft other = draft.masters.get(name);
            if (other == null) {
                draft.masters.put(name, new MasterDraft(s.line().source(), address, MasterSettings.withQuorum(quorum)));
            } else if (other.source.equals(s.line().source())) {
                throw new Fault("Duplicate master name.", "each master once");
            } else if (includes.has(s.line())) {
                throw new Fault("Duplicate master name.", "each master once; it is in " + other.source + " already");
            } else if (!s.fromOptions()) {
                draft.masters.put(name, new MasterDraft(s.line().source(), address, MasterSettings.withQuorum(quorum)));
                draft.remarks.add(name + " is declared in " + other.source + ", which is included, and kept in "
                        + s.line().source() + ": the latter counts, because it knows of failovers");
            } else {
                draft.remarks.add(name + " is in " + other.source + " already: its monitor line on "
                        + s.line().source()
                        + " has no effect, so that a restart keeps the master that was promoted meanwhile");
            }
        } catch (Fault fault) {
            refused.add(name);
            throw fault;
        }
    }

    private void rename(MasterDraft master, Statement s) throws Fault {
        String original = s.arguments().get(1).toUpperCase(Locale.ROOT);
        if (original.isEmpty() || s.arguments().get(2).isEmpty()) {
            throw new Fault(
                    UNRECOGNIZED, "a command and the name that it has on the data nodes, neither of them empty");
        }
        SortedMap<String, String> renames = new TreeMap<>(master.settings.renames());
        if (renames.put(original, s.arguments().get(2)) != null && !mayRepeat(s)) {
            throw new Fault("Same command renamed multiple times with rename-command.", "each command once");
        }
        master.change(settings -> settings.renames(renames));
    }

    private void knownSentinel(MasterDraft master, Statement s) throws Fault {
        Address address = Numbers.address(s.arguments().get(1), s.arguments().get(2), draft.resolveHostnames);
        if (s.arguments().size() == 3) {
            draft.remarks.add("a known-sentinel line without an id has no effect: " + address + " will say hello");
            return;
        }
        RunId id = new RunId(s.arguments().get(3));
        if (id.equals(draft.myId)) {
            draft.remarks.add("known-sentinel " + address + " has our own id and is ignored: was this file copied?");
        } else if (master.peers.put(id, address) != null && !mayRepeat(s)) {
            throw new Fault("Duplicate runid for sentinel.", "each peer of a master once");
        }
    }

    /** An included file, the main file and the options may say the same; one of them may not say it twice. */
    private boolean mayRepeat(Statement s) {
        return s.fromOptions() || includes.any() && !includes.has(s.line());
    }

    private void raise(Epoch epoch) {
        draft.currentEpoch = draft.currentEpoch.max(epoch);
    }

    private static boolean yesNo(Statement s, String word) throws Fault {
        String value = s.arguments().get(s.arguments().size() - 1).toLowerCase(Locale.ROOT);
        if (!value.equals("yes") && !value.equals("no")) {
            throw new Fault("Please specify yes or no for the " + s.directive() + " " + word + ".", "yes or no");
        }
        return value.equals("yes");
    }

    private void ofMaster(String directive, String usage, MasterAction action) {
        rule(OF_MASTERS, directive, "<name> " + usage, s -> {
            MasterName name = new MasterName(s.arguments().get(0));
            MasterDraft master = draft.masters.get(name);
            if (master != null) {
                action.apply(master, s);
            } else if (!refused.contains(name)) {
                throw new Fault(NO_MASTER, masters());
            }
        });
    }

    private String masters() {
        return draft.masters.isEmpty() ? "a master that a monitor line declares" : "one of " + draft.masters.keySet();
    }

    private void rule(int group, String directive, String usage, Action action) {
        rules.put(
                directive,
                new Rule(group, usage, usage.replace("<new name>", "<new>").split(" ").length, action));
    }

    private record Rule(int group, String usage, int words, Action action) {}

    private interface Action {
        void apply(Statement statement) throws Fault;
    }

    private interface MasterAction {
        void apply(MasterDraft master, Statement statement) throws Fault;
    }
}
