package dev.vedette.config;

import dev.vedette.bus.Level;
import dev.vedette.model.AccessSettings.UserLine;
import dev.vedette.model.IpText;
import dev.vedette.model.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What each ordinary line of a sentinel.conf means (reference 10.2). Three kinds: those that do something; those that
 * may be there because they change nothing that matters, or because Redis itself writes them; and those that would
 * change who may connect or what runs, which are refused as long as they are not built, because to ignore them is
 * worse.
 */
final class PlainDirectives {
    static final Map<String, Level> LOG_LEVELS = new TreeMap<>(
            Map.of("debug", Level.DEBUG, "verbose", Level.VERBOSE, "notice", Level.NOTICE, "warning", Level.WARNING));
    static final String SILENT = "nothing";

    private static final int BIND_MAX = 16;
    private static final String NOT_SUPPORTED = " is not supported yet.";
    private static final String WITHOUT = "the file without this line";
    private static final SortedSet<String> REFUSED = new TreeSet<>(List.of(
            "unixsocket",
            "unixsocketperm",
            "include",
            "rename-command",
            "bind-source-addr",
            "masterauth",
            "masteruser",
            "replicaof",
            "slaveof",
            "loadmodule"));
    /** Directive to the value at which it is not worth a remark; null where every value is. */
    private static final SortedMap<String, String> WITHOUT_EFFECT = new TreeMap<>(Map.ofEntries(
            Map.entry("tcp-backlog", "511"),
            Map.entry("timeout", "0"),
            Map.entry("tcp-keepalive", "300"),
            Map.entry("pidfile", ""),
            Map.entry("latency-tracking-info-percentiles", "50 99 99.9"),
            Map.entry("client-output-buffer-limit", ""),
            Map.entry("syslog-ident", ""),
            Map.entry("syslog-facility", ""),
            Map.entry("always-show-logo", "no"),
            Map.entry("set-proc-title", "yes"),
            Map.entry("proc-title-template", ""),
            Map.entry("save", ""),
            Map.entry("appendonly", "no"),
            Map.entry("io-threads", "1"),
            Map.entry("events-per-io-thread", ""),
            Map.entry("hz", "10"),
            Map.entry("repl-diskless-sync-delay", ""),
            Map.entry("enable-protected-configs", "no"),
            Map.entry("enable-debug-command", "no"),
            Map.entry("enable-debug-assert", "no")));

    private final Draft draft;
    private final TlsDirectives tls;
    private final SortedMap<String, Action> rules = new TreeMap<>();
    private @Nullable ConfLine current;

    PlainDirectives(Draft draft) {
        this.draft = draft;
        this.tls = new TlsDirectives(draft);
        one("port", v -> draft.port = number(v, 0, 65_535));
        one("maxclients", v -> draft.maxClients = number(v, 1, Integer.MAX_VALUE));
        rules.put("bind", this::bind);
        one("dir", v -> draft.folder = v);
        one("loglevel", this::logLevel);
        one("logfile", v -> onlyThese("logfile", v, List.of("", "stdout"), "\"\": the log goes to standard output"));
        noOnly("protected-mode", "no, and a bind line or a firewall that keeps strangers out");
        noOnly("daemonize", "no: the program stays in the foreground; let systemd or the like start it");
        noOnly("syslog-enabled", "no: the log goes to standard output");
        one("supervised", v -> onlyThese("supervised", v, List.of("no", "auto"), "no or auto"));
        one("requirepass", v -> draft.requirePass = v);
        one("aclfile", this::aclFile);
        one("acllog-max-len", v -> draft.aclLogLength = number(v, 0, Limits.ACL_LOG));
        one("acl-pubsub-default", this::pubSubDefault);
        rules.put("user", this::user);
    }

    /** Every directive that is accepted. */
    Collection<String> names() {
        SortedSet<String> names = new TreeSet<>(rules.keySet());
        names.addAll(WITHOUT_EFFECT.keySet());
        names.addAll(tls.names());
        return names;
    }

    void apply(ConfLine line, String directive, List<String> arguments) throws Fault {
        current = line;
        Action rule = rules.get(directive);
        if (rule != null) {
            rule.apply(arguments);
        } else if (TlsDirectives.isOne(directive)) {
            tls.apply(directive, arguments);
        } else if (REFUSED.contains(directive)) {
            throw new Fault(directive + NOT_SUPPORTED, WITHOUT);
        } else if (WITHOUT_EFFECT.containsKey(directive)) {
            withoutEffect(line, directive, arguments);
        } else {
            SortedSet<String> known = new TreeSet<>(rules.keySet());
            known.addAll(List.of("sentinel"));
            throw new Fault("Bad directive or wrong number of arguments", Nearest.hint(directive, known));
        }
    }

    private void withoutEffect(ConfLine line, String directive, List<String> arguments) throws Fault {
        if (arguments.isEmpty()) {
            throw wrongCount(directive + " <value>");
        }
        if (!String.join(" ", arguments).equals(WITHOUT_EFFECT.get(directive))) {
            draft.remarks.add(directive + " (line " + line.number() + " of " + line.source() + ") has no effect here");
        }
    }

    private void bind(List<String> arguments) throws Fault {
        if (arguments.isEmpty() || arguments.size() > BIND_MAX) {
            throw wrongCount("bind <ip> [<ip> ...], at most " + BIND_MAX);
        }
        List<String> addresses = new ArrayList<>();
        for (String argument : arguments) {
            addresses.add(bindAddress(argument));
        }
        draft.bind = addresses;
    }

    /** As redis.conf has it: a leading minus allows the address to be missing, {@code *} is all IPv4. */
    static String bindAddress(String text) throws Fault {
        String minus = text.startsWith("-") ? "-" : "";
        String host = text.substring(minus.length());
        String canonical = IpText.canonical(host);
        if (!host.equals("*") && !host.equals("::*") && canonical == null) {
            throw new Fault("Invalid bind address.", "IP addresses, * for all of IPv4, ::* for all of IPv6");
        }
        return minus + (canonical == null ? host : canonical);
    }

    private void logLevel(String value) throws Fault {
        String level = value.toLowerCase(Locale.ROOT);
        if (!level.equals(SILENT) && !LOG_LEVELS.containsKey(level)) {
            throw new Fault(
                    "argument(s) must be one of the following: debug, verbose, notice, warning, nothing",
                    "one of these words");
        }
        draft.logLevel = LOG_LEVELS.get(level);
    }

    /** What the words mean is known where the commands are known; here they must only be words. */
    private void user(List<String> arguments) throws Fault {
        if (arguments.isEmpty()) {
            throw new Fault("Bad directive or wrong number of arguments", "user <name> <rule> ...");
        }
        if (draft.users.stream().anyMatch(known -> known.words().get(0).equals(arguments.get(0)))) {
            throw new Fault(
                    "Duplicate user found. A user can only be defined once in config files", "one line for each user");
        }
        refuseBoth(!draft.aclFile.isEmpty());
        ConfLine line = current;
        draft.users.add(new UserLine(line == null ? "" : "line " + line.number() + " of " + line.source(), arguments));
    }

    private void aclFile(String path) throws Fault {
        refuseBoth(!path.isEmpty() && !draft.users.isEmpty());
        draft.aclFile = path;
    }

    private static void refuseBoth(boolean both) throws Fault {
        if (both) {
            throw new Fault(
                    "Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is"
                            + " invalid. This setup is very likely to lead to configuration errors and security holes,"
                            + " please define either an ACL file or declare users directly in your redis.conf, but not"
                            + " both.",
                    "user lines or aclfile");
        }
    }

    private void pubSubDefault(String value) throws Fault {
        String word = value.toLowerCase(Locale.ROOT);
        if (!word.equals("allchannels") && !word.equals("resetchannels")) {
            throw new Fault(
                    "argument(s) must be one of the following: allchannels, resetchannels", "one of these words");
        }
        draft.allChannels = word.equals("allchannels");
    }

    private void noOnly(String directive, String valid) {
        one(directive, v -> {
            String value = v.toLowerCase(Locale.ROOT);
            if (!value.equals("yes") && !value.equals("no")) {
                throw new Fault("argument must be 'yes' or 'no'", valid);
            }
            onlyThese(directive, value, List.of("no"), valid);
        });
    }

    private static void onlyThese(String directive, String value, List<String> accepted, String valid) throws Fault {
        if (!accepted.contains(value.toLowerCase(Locale.ROOT))) {
            throw new Fault(directive + " " + Words.quoted(value) + NOT_SUPPORTED, valid);
        }
    }

    static int number(String text, int from, int to) throws Fault {
        String range = "a whole number from " + from + " to " + to;
        if (!text.matches("-?[0-9]+")) {
            throw new Fault("argument couldn't be parsed into an integer", range);
        }
        return Numbers.between(text, from, to, "argument must be between " + from + " and " + to + " inclusive", range);
    }

    private void one(String directive, ValueAction action) {
        rules.put(directive, arguments -> {
            if (arguments.size() != 1) {
                throw wrongCount(directive + " <value>");
            }
            action.apply(arguments.get(0));
        });
    }

    private static Fault wrongCount(String usage) {
        return new Fault("wrong number of arguments", usage);
    }

    private interface Action {
        void apply(List<String> arguments) throws Fault;
    }

    private interface ValueAction {
        void apply(String value) throws Fault;
    }
}
