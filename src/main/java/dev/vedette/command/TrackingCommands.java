package dev.vedette.command;

import dev.vedette.command.Tracking.Choice;
import dev.vedette.command.resp.Numbers;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** CLIENT TRACKING and its relatives. */
final class TrackingCommands {
    private static final RespValue OTHER_BROADCAST = RespValue.failure(
            "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling"
                    + " it with a different mode.");
    private static final RespValue OTHER_CHOICE = RespValue.failure(
            "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling"
                    + " it with a different mode.");

    private final Sessions sessions;

    TrackingCommands(Sessions sessions) {
        this.sessions = sessions;
    }

    RespValue caching(Session session, Request request) {
        Tracking.Mode mode = session.tracking().mode();
        if (mode == null) {
            return RespValue.failure("ERR CLIENT CACHING can be called only when the client is in tracking mode with"
                    + " OPTIN or OPTOUT mode enabled");
        }
        boolean yes = request.is(2, "yes");
        if (!yes && !request.is(2, "no")) {
            return Errors.SYNTAX;
        }
        if (mode.choice() != (yes ? Choice.OPT_IN : Choice.OPT_OUT)) {
            return RespValue.failure(
                    yes
                            ? "ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode."
                            : "ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
        }
        session.tracking().exceptNext();
        return RespValue.OK;
    }

    RespValue redirection(Session session, Request request) {
        return RespValue.number(session.tracking().redirect());
    }

    RespValue report(Session session, Request request) {
        Tracking tracking = session.tracking();
        return new RespValue.Pairs(List.of(
                RespValue.bulk("flags"),
                new RespValue.Unordered(
                        tracking.flags().stream().map(RespValue::bulk).toList()),
                RespValue.bulk("redirect"),
                RespValue.number(tracking.redirect()),
                RespValue.bulk("prefixes"),
                new RespValue.Many(
                        tracking.prefixes().stream().map(PubSubCommands::name).toList())));
    }

    /** Everything is understood before anything is changed. */
    RespValue tracking(Session session, Request request) {
        Options options = new Options();
        RespValue problem = options.read(request);
        if (problem != null) {
            return problem;
        }
        if (request.is(2, "off")) {
            session.tracking().off();
            return RespValue.OK;
        }
        if (!request.is(2, "on")) {
            return Errors.SYNTAX;
        }
        RespValue conflict = options.conflict(session.tracking());
        if (conflict != null) {
            return conflict;
        }
        session.tracking().on(options.mode(), options.prefixes);
        return RespValue.OK;
    }

    private final class Options {
        private long redirect;
        private boolean broadcast;
        private boolean optIn;
        private boolean optOut;
        private boolean noLoop;
        private final List<String> prefixes = new ArrayList<>();

        @Nullable
        RespValue read(Request request) {
            for (int at = 3; at < request.size(); at++) {
                boolean hasValue = at + 1 < request.size();
                switch (request.lower(at)) {
                    case "bcast" -> broadcast = true;
                    case "optin" -> optIn = true;
                    case "optout" -> optOut = true;
                    case "noloop" -> noLoop = true;
                    case "redirect" -> {
                        RespValue problem = hasValue ? redirect(request.raw(++at)) : Errors.SYNTAX;
                        if (problem != null) {
                            return problem;
                        }
                    }
                    case "prefix" -> {
                        if (!hasValue) {
                            return Errors.SYNTAX;
                        }
                        RespValue problem = prefix(request.bytes(++at));
                        if (problem != null) {
                            return problem;
                        }
                    }
                    default -> {
                        return Errors.SYNTAX;
                    }
                }
            }
            return null;
        }

        private @Nullable RespValue prefix(String prefix) {
            if (prefix.length() > Limits.CHANNEL_BYTES) {
                return RespValue.failure("ERR prefix longer than " + Limits.CHANNEL_BYTES + " bytes");
            }
            prefixes.add(prefix);
            return null;
        }

        private @Nullable RespValue redirect(byte[] word) {
            if (redirect != 0) {
                return RespValue.failure("ERR A client can only redirect to a single other client");
            }
            OptionalLong id = Numbers.parse(word);
            if (id.isEmpty()) {
                return Errors.NOT_AN_INTEGER;
            }
            redirect = id.getAsLong();
            return sessions.find(redirect).isPresent()
                    ? null
                    : RespValue.failure("ERR The client ID you want redirect to does not exist");
        }

        Tracking.Mode mode() {
            Choice choice = optIn ? Choice.OPT_IN : optOut ? Choice.OPT_OUT : Choice.ALL;
            return new Tracking.Mode(redirect, broadcast, choice, noLoop);
        }

        /** In the order of Redis's own checks. */
        @Nullable
        RespValue conflict(Tracking tracking) {
            if (!broadcast && !prefixes.isEmpty()) {
                return RespValue.failure("ERR PREFIX option requires BCAST mode to be enabled");
            }
            Tracking.Mode before = tracking.mode();
            if (before != null && before.broadcast() != broadcast) {
                return OTHER_BROADCAST;
            }
            if (broadcast && (optIn || optOut)) {
                return RespValue.failure("ERR OPTIN and OPTOUT are not compatible with BCAST");
            }
            if (optIn && optOut) {
                return RespValue.failure("ERR You can't specify both OPTIN mode and OPTOUT mode");
            }
            if (before != null
                    && ((optIn && before.choice() == Choice.OPT_OUT) || (optOut && before.choice() == Choice.OPT_IN))) {
                return OTHER_CHOICE;
            }
            return overlap(tracking.prefixes());
        }

        private @Nullable RespValue overlap(Collection<String> before) {
            if (before.size() + prefixes.size() > Limits.TRACKING_PREFIXES) {
                return RespValue.failure("ERR too many prefixes, at most " + Limits.TRACKING_PREFIXES);
            }
            for (int i = 0; i < prefixes.size(); i++) {
                String prefix = prefixes.get(i);
                for (String other : before) {
                    if (overlaps(prefix, other)) {
                        return overlap(prefix, "an existing", other);
                    }
                }
                for (String other : prefixes.subList(i + 1, prefixes.size())) {
                    if (overlaps(prefix, other)) {
                        return overlap(prefix, "another provided", other);
                    }
                }
            }
            return null;
        }

        private static boolean overlaps(String one, String other) {
            return one.startsWith(other) || other.startsWith(one);
        }

        private static RespValue overlap(String prefix, String which, String other) {
            return RespValue.failure("ERR Prefix '" + prefix + "' overlaps with " + which + " prefix '" + other
                    + "'. Prefixes for a single client must not overlap.");
        }
    }
}
