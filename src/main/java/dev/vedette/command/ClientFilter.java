package dev.vedette.command;

import dev.vedette.command.acl.User;
import dev.vedette.command.acl.Users;
import dev.vedette.command.resp.Numbers;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which connections CLIENT KILL and CLIENT LIST mean. All conditions must hold; one that is said again replaces the
 * earlier one, as in Redis, but for ids, which add up, as in Valkey. From Redis 7.0 come ID, TYPE, USER, ADDR, LADDR
 * and SKIPME, from later versions MAXAGE, from Valkey all others and the opposite of each, NOT-ID and so on.
 */
final class ClientFilter {
    private static final List<String> TYPES = List.of("normal", "slave", "replica", "pubsub", "master", "primary");
    /** Every letter that CLIENT LIST may show at flags, with those that no sentinel ever shows. */
    private static final String FLAGS = "AbBcdeEiIMNOPrRStTuUx";
    /** What clients can say with CLIENT CAPA, which no sentinel has: to be redirected. */
    private static final String CAPABILITIES = "r";
    /** As many as Redis has when nothing is said; a connection here is always to the first. */
    private static final int DATABASES = 16;

    private static final String NOT = "not-";

    /** The verb that asks, which decides on the words of some errors and on who is meant when nothing is said. */
    enum Verb {
        KILL("ERR client-id should be greater than 0"),
        LIST("ERR Invalid client ID");

        private final String noId;

        Verb(String noId) {
            this.noId = noId;
        }
    }

    private final Verb verb;
    private final Users users;
    private final ClientLines lines;
    private final Session me;
    private final Moment now;
    private final Map<String, Predicate<Session>> conditions = new TreeMap<>();
    private final List<Long> ids = new ArrayList<>();
    private final List<Long> otherIds = new ArrayList<>();
    private boolean skipMe;

    ClientFilter(Verb verb, Users users, ClientLines lines, Session me, Moment now) {
        this.verb = verb;
        this.users = users;
        this.lines = lines;
        this.me = me;
        this.now = now;
        this.skipMe = verb == Verb.KILL;
    }

    static String typeOf(Session session) {
        return session.isSubscriber() ? "pubsub" : "normal";
    }

    /** The old form of CLIENT KILL: one address, whoever that is. */
    void onlyFrom(String address) {
        skipMe = false;
        conditions.put("addr", session -> session.remote().equals(address));
    }

    /** The error, or null when all words from there on are understood. */
    @Nullable
    RespValue read(Request request, int from) {
        int at = from;
        while (at < request.size()) {
            String option = request.lower(at);
            if (at + 1 == request.size()) {
                return Errors.SYNTAX;
            }
            if (option.equals("id") || option.equals("not-id")) {
                int end = at + 1;
                RespValue problem = id(request, end++, option);
                while (problem == null && end < request.size() && isNumber(request, end)) {
                    problem = id(request, end++, option);
                }
                if (problem != null) {
                    return problem;
                }
                at = end;
                if (verb == Verb.LIST && at + 1 == request.size()) {
                    return RespValue.failure(verb.noId);
                }
                continue;
            }
            RespValue problem = option(request, at, option);
            if (problem != null) {
                return problem;
            }
            at += 2;
        }
        return null;
    }

    private static boolean isNumber(Request request, int at) {
        return Numbers.parse(request.raw(at)).isPresent();
    }

    private @Nullable RespValue id(Request request, int at, String option) {
        OptionalLong id = Numbers.parse(request.raw(at));
        if (id.isEmpty() || (verb == Verb.KILL && id.getAsLong() < 1)) {
            return RespValue.failure(verb.noId);
        }
        (option.startsWith(NOT) ? otherIds : ids).add(id.getAsLong());
        return null;
    }

    private @Nullable RespValue option(Request request, int at, String option) {
        switch (option) {
            case "skipme" -> {
                if (!request.is(at + 1, "yes") && !request.is(at + 1, "no")) {
                    return Errors.SYNTAX;
                }
                skipMe = request.is(at + 1, "yes");
                return null;
            }
            case "maxage" -> {
                return seconds(request, at, option, session -> now.since(session.opened())
                        .toSeconds());
            }
            case "idle" -> {
                return seconds(request, at, option, session -> now.since(session.lastActive())
                        .toSeconds());
            }
            default -> {
                return quality(request, at, option);
            }
        }
    }

    private @Nullable RespValue seconds(Request request, int at, String option, Function<Session, Long> age) {
        OptionalLong least = Numbers.parse(request.raw(at + 1));
        if (least.isEmpty()) {
            return RespValue.failure("ERR " + option + " is not an integer or out of range");
        }
        if (least.getAsLong() < 1) {
            return RespValue.failure("ERR " + option + " should be greater than 0");
        }
        conditions.put(option, session -> age.apply(session) >= least.getAsLong());
        return null;
    }

    /** What a connection has or, after NOT-, has not. */
    private @Nullable RespValue quality(Request request, int at, String option) {
        boolean not = option.startsWith(NOT);
        String what = not ? option.substring(NOT.length()) : option;
        String value = request.bytes(at + 1);
        RespValue problem = problem(request, at, what);
        if (problem != null) {
            return problem;
        }
        User user = users.find(value);
        Predicate<Session> has =
                switch (what) {
                    case "type" -> session -> typeOf(session).equals(request.lower(at + 1));
                    case "addr" -> session -> session.remote().equals(value);
                    case "laddr" -> session -> session.local().equals(value);
                    case "user" -> session -> session.user() == user;
                    case "ip" -> session -> hostOf(session.remote()).equals(value);
                    case "name" -> session -> says(session.name(), value);
                    case "lib-name" -> session -> says(session.libName(), value);
                    case "lib-ver" -> session -> says(session.libVersion(), value);
                    case "flags" ->
                        session -> value.chars()
                                .allMatch(flag -> lines.flags(session).indexOf(flag) >= 0);
                    case "capa" -> session -> value.isEmpty();
                    case "db" -> session -> Numbers.parse(request.raw(at + 1)).orElse(-1) == 0;
                    default -> null;
                };
        if (has == null) {
            return Errors.SYNTAX;
        }
        conditions.put(option, not ? has.negate() : has);
        return null;
    }

    private @Nullable RespValue problem(Request request, int at, String what) {
        String value = request.echo(at + 1);
        boolean not = request.lower(at).startsWith(NOT);
        switch (what) {
            case "type" -> {
                return TYPES.contains(request.lower(at + 1))
                        ? null
                        : RespValue.failure("ERR Unknown client type '" + value + "'");
            }
            case "user" -> {
                return users.find(request.bytes(at + 1)) == null
                        ? RespValue.failure("ERR No such user '" + value + "'")
                        : null;
            }
            case "flags", "capa" -> {
                String known = what.equals("flags") ? FLAGS : CAPABILITIES;
                return value.chars().allMatch(letter -> known.indexOf(letter) >= 0)
                        ? null
                        : RespValue.failure("ERR Unknown " + what + " found in the "
                                + (not ? "NOT-" + (what.equals("flags") ? "FLAGS" : "CAPA") : "provided") + " filter: "
                                + value);
            }
            case "db" -> {
                String name = not ? "NOT-DB" : "DB";
                OptionalLong number = Numbers.parse(request.raw(at + 1));
                if (number.isEmpty()) {
                    return RespValue.failure("ERR " + name + " is not an integer or out of range");
                }
                return number.getAsLong() >= 0 && number.getAsLong() < DATABASES
                        ? null
                        : RespValue.failure("ERR " + name + " number should be between 0 and " + (DATABASES - 1));
            }
            default -> {
                return null;
            }
        }
    }

    /** Who has said nothing of itself is not who has said the empty word. */
    private static boolean says(String said, String value) {
        return !said.isEmpty() && said.equals(value);
    }

    private static String hostOf(String address) {
        String host = address.substring(0, Math.max(0, address.lastIndexOf(':')));
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Those who are meant: in the order in which ids were given, where some were. */
    List<Session> of(Sessions sessions) {
        List<Session> candidates = new ArrayList<>();
        if (ids.isEmpty()) {
            candidates.addAll(sessions.all());
        } else {
            ids.forEach(id -> sessions.find(id).ifPresent(candidates::add));
        }
        candidates.removeIf(session -> (skipMe && session == me)
                || otherIds.contains(session.id())
                || !conditions.values().stream().allMatch(condition -> condition.test(session)));
        return candidates;
    }

    /** The lines of HELP about what Redis 7.0 does not have yet. */
    static List<String> helpOnLater(String does) {
        return List.of(
                "* MAXAGE <maxage>",
                "  " + does + " older than the specified age.",
                "* NAME <name>, LIB-NAME <name>, LIB-VER <version>",
                "  " + does + " that call themselves so.",
                "* IP <ip>",
                "  " + does + " from the specified host.",
                "* IDLE <seconds>",
                "  " + does + " idle for at least so long.",
                "* FLAGS <flags>, CAPA <capabilities>, DB <db-id>",
                "  " + does + " with all of these.",
                "* NOT-<option> <value>",
                "  " + does + " to which the option does not apply; not for SKIPME, MAXAGE and IDLE.");
    }
}
