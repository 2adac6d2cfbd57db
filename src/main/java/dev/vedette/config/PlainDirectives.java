package dev.vedette.config;

import dev.vedette.bus.Level;
import dev.vedette.config.Directives.Fate;
import dev.vedette.config.Directives.Row;
import dev.vedette.model.AccessSettings.UserLine;
import dev.vedette.model.DoorSettings.Rename;
import dev.vedette.model.IpText;
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
 * What each ordinary line of a sentinel.conf means (reference 10.2). The table {@link Directives} knows every name and
 * checks every argument; here are the rules of those that do something. What is idle may be there because it changes
 * nothing that matters, or because Redis itself writes it; what is refused would change who may connect, and to ignore
 * it would be worse.
 */
final class PlainDirectives {
    static final Map<String, Level> LOG_LEVELS = new TreeMap<>(
            Map.of("debug", Level.DEBUG, "verbose", Level.VERBOSE, "notice", Level.NOTICE, "warning", Level.WARNING));
    static final String SILENT = "nothing";

    private static final String NOT_SUPPORTED = " is not supported yet.";
    private static final String WITHOUT = "the file without this line";

    private final Draft draft;
    private final SortedMap<String, Action> rules = new TreeMap<>();
    private @Nullable ConfLine current;

    PlainDirectives(Draft draft) {
        this.draft = draft;
        value("port", v -> draft.port = Integer.parseInt(v));
        value("maxclients", v -> draft.maxClients = (int) Math.min(Long.parseLong(v), Integer.MAX_VALUE));
        rules.put("bind", words -> draft.bind = bindAddresses(words));
        value("loglevel", v -> draft.logLevel = LOG_LEVELS.get(v.toLowerCase(Locale.ROOT)));
        value("requirepass", v -> draft.requirePass = v);
        value("aclfile", this::aclFile);
        value("acllog-max-len", v -> draft.aclLogLength = Integer.parseInt(v));
        value("acl-pubsub-default", v -> draft.allChannels = v.equalsIgnoreCase("allchannels"));
        rules.put("user", this::user);
        DaemonDirectives.rules(draft).forEach(this::value);
        DoorDirectives.rules(draft.doors).forEach(this::value);
        rules.put("client-output-buffer-limit", a -> DoorDirectives.outputLimits(draft.doors, a));
        rules.put("rename-command", a -> draft.doors.renames.add(new Rename(where(), a.get(0), a.get(1))));
        new TlsDirectives(draft).rules().forEach(this::value);
        rules.putAll(new FeedDirectives(draft.feed).rules());
        rules.putAll(new ClusterDirectives(draft.cluster).rules());
    }

    /** Every directive that is accepted. */
    static Collection<String> names() {
        SortedSet<String> names = new TreeSet<>();
        Directives.rows().stream()
                .filter(row -> row.fate() != Fate.REFUSED)
                .map(Row::name)
                .forEach(names::add);
        return names;
    }

    /** Those that do something. */
    Collection<String> ruled() {
        return rules.keySet();
    }

    void apply(ConfLine line, String directive, List<String> arguments) throws Fault {
        Row row = Directives.row(directive);
        if (row == null) {
            unknown(directive, arguments);
            return;
        }
        row.arguments().check(arguments);
        current = line;
        Action rule = rules.get(directive);
        if (rule != null) {
            rule.apply(arguments);
        } else if (row.fate() == Fate.REFUSED) {
            throw new Fault(directive + NOT_SUPPORTED, WITHOUT);
        } else if (!String.join(" ", arguments).equalsIgnoreCase(row.quiet())) {
            draft.remarks.add(directive + " (line " + line.number() + " of " + line.source() + ") has no effect here");
        }
    }

    /** A dot makes it a setting of a module, for Redis; a sentinel loads none, and Redis forgets it. */
    private static void unknown(String directive, List<String> arguments) throws Fault {
        if (directive.indexOf('.') < 0) {
            throw new Fault(Arguments.BAD_DIRECTIVE, Nearest.hint(directive, commonNames()));
        }
        if (arguments.isEmpty()) {
            throw new Fault("Module config specified without value", WITHOUT);
        }
    }

    private static Collection<String> commonNames() {
        SortedSet<String> names = new TreeSet<>(List.of("sentinel"));
        Directives.rows().stream()
                .filter(row -> row.fate() == Fate.USED)
                .map(Row::name)
                .forEach(names::add);
        return names;
    }

    static List<String> bindAddresses(List<String> texts) throws Fault {
        List<String> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(bindAddress(text));
        }
        return addresses;
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

    /** What the words mean is known where the commands are known; here they must only be words. */
    private void user(List<String> arguments) throws Fault {
        if (draft.users.stream().anyMatch(known -> known.words().get(0).equals(arguments.get(0)))) {
            throw new Fault(
                    "Duplicate user found. A user can only be defined once in config files", "one line for each user");
        }
        refuseBoth(!draft.aclFile.isEmpty());
        draft.users.add(new UserLine(where(), arguments));
    }

    private String where() {
        ConfLine line = current;
        return line == null ? "" : "line " + line.number() + " of " + line.source();
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

    private void value(String directive, ValueAction action) {
        rules.put(directive, arguments -> action.apply(arguments.get(0)));
    }

    interface Action {
        void apply(List<String> arguments) throws Fault;
    }

    interface ValueAction {
        void apply(String value) throws Fault;
    }
}
