package dev.vedette.config;

import dev.vedette.bus.Level;
import dev.vedette.bus.ProcessOption;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines that say a state, in the order in which Redis offers them for placement (reference 10.5). */
final class StateLines {
    /** Everything that is written here; lines of these that are no longer needed are removed. */
    static final List<String> HANDLED = List.of(
            "port",
            "bind",
            "maxclients",
            "loglevel",
            "requirepass",
            "user",
            "aclfile",
            "acllog-max-len",
            "acl-pubsub-default",
            "sentinel myid",
            "sentinel deny-scripts-reconfig",
            "sentinel monitor",
            "sentinel down-after-milliseconds",
            "sentinel failover-timeout",
            "sentinel parallel-syncs",
            "sentinel notification-script",
            "sentinel client-reconfig-script",
            "sentinel auth-pass",
            "sentinel auth-user",
            "sentinel master-reboot-down-after-period",
            "sentinel crash-detection",
            "sentinel config-epoch",
            "sentinel leader-epoch",
            "sentinel known-replica",
            "sentinel known-sentinel",
            "sentinel rename-command",
            "sentinel current-epoch",
            "sentinel resolve-hostnames",
            "sentinel announce-hostnames",
            "sentinel announce-ip",
            "sentinel announce-port",
            "sentinel sentinel-user",
            "sentinel sentinel-pass");

    /**
     * @param option what kind of line this is: it may take the place of an older one of the same kind
     * @param subject the option, with the master's name where it has one
     */
    record Line(String option, String subject, String text) {}

    private final List<Line> lines = new ArrayList<>();
    /** The file that the lines go into; null when it is ours alone. */
    private final @Nullable OldFile old;

    private StateLines(@Nullable OldFile old) {
        this.old = old;
    }

    /** A default that the operator wrote stays written; and what an included file may contradict is always said. */
    private boolean stays(String directive, MasterName name) {
        String option = "sentinel " + directive;
        return old != null && (old.includes() || old.hasSubject(subject(option, name.value())));
    }

    private boolean stays(String directive) {
        return old != null && old.has("sentinel " + directive);
    }

    static List<Line> inPlace(SentinelState state, ProcessSettings inForce, OldFile old) {
        SentinelSettings settings = inForce.settings();
        StateLines lines = new StateLines(old);
        lines.plain("port", String.valueOf(settings.port()));
        if (old.has("bind") || !settings.bind().equals(SentinelSettings.DEFAULTS.bind())) {
            lines.plain("bind", settings.bind().stream().map(Words::quoted).collect(Collectors.joining(" ")));
        }
        if (old.has("maxclients") || settings.maxClients() != SentinelSettings.DEFAULT_MAX_CLIENTS) {
            lines.plain("maxclients", String.valueOf(settings.maxClients()));
        }
        String logLevel = ProcessOption.LOGLEVEL.read(inForce);
        if (old.has("loglevel") || inForce.logLevel() != Level.NOTICE) {
            lines.plain("loglevel", logLevel);
        }
        lines.access(settings.access());
        lines.state(state, null, () -> {
            lines.scripts(settings, old);
            lines.names(settings.names(), old);
        });
        lines.process(settings);
        return lines.lines;
    }

    private void access(AccessSettings access) {
        if (!access.requirePass().isEmpty()) {
            plain("requirepass", Words.inQuotes(access.requirePass()));
        }
        if (!access.aclFile().isEmpty()) {
            plain("aclfile", Words.quoted(access.aclFile()));
        }
        if (access.logLength() != AccessSettings.DEFAULT_LOG_LENGTH) {
            plain("acllog-max-len", String.valueOf(access.logLength()));
        }
        if (access.allChannels()) {
            plain("acl-pubsub-default", "allchannels");
        }
        access.users().forEach(user -> {
            String name = user.words().get(0);
            String words = user.words().stream().map(Words::quoted).collect(Collectors.joining(" "));
            lines.add(new Line("user", subject("user", name), "user " + words));
        });
    }

    static List<Line> apart(SentinelState state, SortedMap<MasterName, Declaration> declared) {
        StateLines lines = new StateLines(null);
        lines.state(state, declared, () -> {});
        return lines.lines;
    }

    private void scripts(SentinelSettings settings, OldFile old) {
        if (old.has("sentinel deny-scripts-reconfig") || !settings.denyScriptsReconfig()) {
            sentinel("deny-scripts-reconfig", settings.denyScriptsReconfig() ? "yes" : "no");
        }
    }

    private void names(NamePolicy names, OldFile old) {
        if (names.resolve() || old.has("sentinel resolve-hostnames")) {
            sentinel("resolve-hostnames", names.resolve() ? "yes" : "no");
        }
        if (names.announce() || old.has("sentinel announce-hostnames")) {
            sentinel("announce-hostnames", names.announce() ? "yes" : "no");
        }
    }

    private void state(
            SentinelState state, @Nullable SortedMap<MasterName, Declaration> declared, Runnable beforeMasters) {
        sentinel("myid", Words.quoted(state.myId().value()));
        beforeMasters.run();
        state.masters().forEach((name, master) -> {
            Declaration declaration = declared == null ? null : declared.get(name);
            master(
                    name,
                    master,
                    declaration == null ? null : declaration.settings().credentials());
        });
        sentinel("current-epoch", state.currentEpoch().toString());
    }

    /** @param known credentials that the next start has from elsewhere, or null: those are not copied into this file */
    private void master(MasterName name, MasterState master, @Nullable Credentials known) {
        MasterSettings settings = master.settings();
        ofMaster("monitor", name, spaced(master.address()) + " " + settings.quorum());
        period("down-after-milliseconds", name, settings.downAfter(), MasterSettings.DEFAULT_DOWN_AFTER);
        period("failover-timeout", name, settings.failoverTimeout(), MasterSettings.DEFAULT_FAILOVER_TIMEOUT);
        if (settings.parallelSyncs() != MasterSettings.DEFAULT_PARALLEL_SYNCS || stays("parallel-syncs", name)) {
            ofMaster("parallel-syncs", name, String.valueOf(settings.parallelSyncs()));
        }
        script("notification-script", name, settings.scripts().notification());
        script("client-reconfig-script", name, settings.scripts().clientReconfig());
        credentials(name, settings.credentials(), known);
        period("master-reboot-down-after-period", name, settings.rebootDownAfter(), Duration.ZERO);
        if (settings.crashDetection() || stays("crash-detection", name)) {
            ofMaster("crash-detection", name, settings.crashDetection() ? "yes" : "no");
        }
        ofMaster("config-epoch", name, master.configEpoch().toString());
        ofMaster("leader-epoch", name, master.leaderEpoch().toString());
        master.replicas().forEach(replica -> ofMaster("known-replica", name, spaced(replica)));
        master.peers()
                .forEach((id, address) ->
                        ofMaster("known-sentinel", name, spaced(address) + " " + Words.quoted(id.value())));
        settings.renames()
                .forEach((original, renamed) ->
                        ofMaster("rename-command", name, Words.quoted(original) + " " + Words.quoted(renamed)));
    }

    private void credentials(MasterName name, Credentials credentials, @Nullable Credentials known) {
        boolean evenEmpty = known != null;
        if (credentials.equals(known)) {
            return;
        }
        if (evenEmpty || !credentials.password().isEmpty()) {
            ofMaster("auth-pass", name, Words.quoted(credentials.password()));
        }
        if (evenEmpty || !credentials.user().isEmpty()) {
            ofMaster("auth-user", name, Words.quoted(credentials.user()));
        }
    }

    private void process(SentinelSettings settings) {
        if (settings.announceIp() != null && !settings.announceIp().isEmpty()) {
            sentinel("announce-ip", Words.inQuotes(settings.announceIp()));
        }
        if (settings.announcePort() != 0 || stays("announce-port")) {
            sentinel("announce-port", String.valueOf(settings.announcePort()));
        }
        if (!settings.peerCredentials().user().isEmpty()) {
            sentinel("sentinel-user", Words.quoted(settings.peerCredentials().user()));
        }
        if (!settings.peerCredentials().password().isEmpty()) {
            sentinel("sentinel-pass", Words.quoted(settings.peerCredentials().password()));
        }
    }

    private void script(String directive, MasterName name, String path) {
        if (!path.isEmpty()) {
            ofMaster(directive, name, Words.quoted(path));
        }
    }

    private void period(String directive, MasterName name, Duration value, Duration unless) {
        if (!value.equals(unless) || stays(directive, name)) {
            ofMaster(directive, name, String.valueOf(value.toMillis()));
        }
    }

    private void plain(String option, String values) {
        lines.add(new Line(option, option, option + " " + values));
    }

    private void sentinel(String directive, String values) {
        plain("sentinel " + directive, values);
    }

    private void ofMaster(String directive, MasterName name, String values) {
        String option = "sentinel " + directive;
        lines.add(new Line(
                option, subject(option, name.value()), option + " " + Words.quoted(name.value()) + " " + values));
    }

    static String subject(String option, String name) {
        return option + " " + name;
    }

    private static String spaced(Address address) {
        return Words.quoted(address.host()) + " " + address.port();
    }
}
