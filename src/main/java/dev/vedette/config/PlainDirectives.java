package dev.vedette.config;

import dev.vedette.bus.Level;
import dev.vedette.config.Directives.Fate;
import dev.vedette.config.Directives.Row;
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
    private static final SortedSet<String> FULL_RIGHTS = new TreeSet<>(
            List.of("on", "nopass", "sanitize-payload", "~*", "allkeys", "&*", "allchannels", "+@all", "allcommands"));

    private final Draft draft;
    private final SortedMap<String, Action> rules = new TreeMap<>();

    PlainDirectives(Draft draft) {
        this.draft = draft;
        value("port", v -> draft.port = Integer.parseInt(v));
        value("maxclients", v -> draft.maxClients = (int) Math.min(Long.parseLong(v), Integer.MAX_VALUE));
        rules.put("bind", this::bind);
        value("loglevel", v -> draft.logLevel = LOG_LEVELS.get(v.toLowerCase(Locale.ROOT)));
        value("protected-mode", v -> noOnly("protected-mode", v));
        rules.put("user", PlainDirectives::user);
        DaemonDirectives.rules(draft).forEach(this::value);
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

    private void bind(List<String> arguments) throws Fault {
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

    /** The one user that Redis writes into every file: everybody may do everything. */
    private static void user(List<String> arguments) throws Fault {
        SortedSet<String> rights = new TreeSet<>(arguments.subList(Math.min(1, arguments.size()), arguments.size()));
        boolean everything = rights.contains("on")
                && rights.contains("nopass")
                && (rights.contains("~*") || rights.contains("allkeys"))
                && (rights.contains("&*") || rights.contains("allchannels"))
                && (rights.contains("+@all") || rights.contains("allcommands"));
        boolean isDefault = !arguments.isEmpty() && arguments.get(0).equals("default");
        if (!isDefault || !everything || !FULL_RIGHTS.containsAll(rights)) {
            throw new Fault("user" + NOT_SUPPORTED, "user default on nopass ~* &* +@all, or " + WITHOUT);
        }
    }

    private static void noOnly(String directive, String value) throws Fault {
        if (value.equalsIgnoreCase("yes")) {
            throw new Fault(
                    directive + " yes" + NOT_SUPPORTED, "no, and a bind line or a firewall that keeps strangers out");
        }
    }

    private void value(String directive, ValueAction action) {
        rules.put(directive, arguments -> action.apply(arguments.get(0)));
    }

    private interface Action {
        void apply(List<String> arguments) throws Fault;
    }

    interface ValueAction {
        void apply(String value) throws Fault;
    }
}
