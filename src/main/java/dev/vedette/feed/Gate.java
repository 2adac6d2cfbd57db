package dev.vedette.feed;

import dev.vedette.bus.Bus;
import dev.vedette.bus.VisitorAnswer;
import dev.vedette.bus.VisitorAsk;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Inside;
import dev.vedette.platform.Passwords;
import dev.vedette.platform.Sha256;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is, and what they may: the porter of the command room decides, this only carries the questions, keeps
 * the keys of those who are in, and remembers an answer for a second so that a flood of requests is no flood of
 * questions.
 */
final class Gate {
    /** The command by which somebody could learn the topology over the Redis port. */
    static final List<String> LOOK = List.of("sentinel", "masters");

    /** The command by which somebody could listen to all events over the Redis port. */
    static final List<String> LISTEN = List.of("psubscribe", "*");

    private static final int TOKEN_BITS = 256;
    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final Duration BASIC_AGE = Duration.ofMinutes(1);
    private static final int BASIC_KEPT = 64;

    /** Somebody who is in. */
    static final class Guest {
        private final long visitor;
        private final String user;
        private final boolean anonymous;
        private final Moment since;
        private Moment used;
        private boolean byPassword;
        private boolean over;
        private final Map<List<String>, Verdict> verdicts = new LinkedHashMap<>();

        Guest(VisitorAnswer.Badge badge, boolean anonymous, Moment since) {
            this.visitor = badge.visitor();
            this.user = badge.user();
            this.anonymous = anonymous;
            this.since = since;
            this.used = since;
        }

        String user() {
            return user;
        }

        boolean isAnonymous() {
            return anonymous;
        }
    }

    private record Verdict(@Nullable String refusal, Moment at) {}

    /** What somebody who wants to log in is told, when it is not let in. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    private final Inside inside;
    private final Clock clock;
    private final FeedSettings settings;
    private final Map<String, Guest> sessions = new LinkedHashMap<>();
    private final Map<String, Guest> basic = new LinkedHashMap<>();
    private @Nullable Guest anonymous;
    private Moment second;
    private int logins;

    Gate(Inside inside, Clock clock, FeedSettings settings) {
        this.inside = inside;
        this.clock = clock;
        this.settings = settings;
        this.second = clock.now();
    }

    int sessions() {
        return sessions.size();
    }

    /** Somebody who says no name. */
    Future<Guest> anybody() {
        Guest known = anonymous;
        return known != null
                ? Future.succeededFuture(known)
                : enter(null, "feed").onSuccess(guest -> anonymous = guest);
    }

    /** Whose key this is, or null. */
    @Nullable
    Guest byKey(String key) {
        Guest guest = sessions.get(key);
        if (guest != null && isOver(guest)) {
            logOut(key);
            return null;
        }
        if (guest != null) {
            guest.used = clock.now();
        }
        return guest;
    }

    private boolean isOver(Guest guest) {
        return clock.now().isPast(guest.since, Limits.FEED_SESSION_AGE)
                || clock.now().isPast(guest.used, Limits.FEED_SESSION_IDLE);
    }

    /** @return the key of a new session */
    Future<String> logIn(String user, String password, String from) {
        return enter(new VisitorAsk.Login(user, password), from).map(guest -> {
            String key = Passwords.hex(TOKEN_BITS);
            sessions.put(key, guest);
            return key;
        });
    }

    void logOut(String key) {
        Guest guest = sessions.remove(key);
        if (guest != null) {
            guest.over = true;
            leave(guest);
        }
    }

    /** Whether whoever listens is still in; listening is a use of the session. */
    boolean isStillIn(Guest guest) {
        guest.used = clock.now();
        return !guest.over;
    }

    /**
     * Whether whoever listens may go on, looked at anew: users are deleted, and passwords come. Who says its password
     * with each request is let in for that request, and nobody is asked again.
     */
    Future<Boolean> mayGoOn(Guest guest) {
        if (!isStillIn(guest)) {
            return Future.succeededFuture(false);
        }
        return guest.byPassword
                ? Future.succeededFuture(true)
                : refusal(guest, LISTEN).map(refusal -> refusal == null && !guest.over);
    }

    private void leave(Guest guest) {
        inside.send(Bus.COMMAND, new VisitorAsk.Leave(guest.visitor));
    }

    /** Somebody who says name and password with each request; remembered for a minute, by a digest. */
    Future<Guest> byHeader(String authorization, String from) {
        String digest = Sha256.hex(authorization.getBytes(StandardCharsets.UTF_8));
        Guest known = basic.get(digest);
        if (known != null && !clock.now().isPast(known.since, BASIC_AGE)) {
            return Future.succeededFuture(known);
        }
        String[] words = decoded(authorization);
        if (words.length != 2) {
            return Future.failedFuture(new Refused("Basic authorization with user and password is understood."));
        }
        return enter(new VisitorAsk.Login(words[0], words[1]), from).onSuccess(guest -> {
            guest.byPassword = true;
            Guest before = basic.put(digest, guest);
            if (before != null) {
                leave(before);
            }
            if (basic.size() > BASIC_KEPT) {
                Guest oldest = basic.remove(basic.keySet().iterator().next());
                if (oldest != null) {
                    leave(oldest);
                }
            }
        });
    }

    private static String[] decoded(String authorization) {
        String[] parts = authorization.split(" ", 2);
        if (parts.length != 2 || !parts[0].equalsIgnoreCase("basic")) {
            return new String[0];
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(parts[1].trim());
            return new String(bytes, StandardCharsets.UTF_8).split(":", 2);
        } catch (IllegalArgumentException e) {
            return new String[0];
        }
    }

    private Future<Guest> enter(VisitorAsk.@Nullable Login login, String from) {
        if (login != null && !mayTry()) {
            return Future.failedFuture(new Refused("Too many attempts to log in; try again in a second."));
        }
        return inside.ask(Bus.COMMAND, new VisitorAsk.Enter(login, from), VisitorAnswer.class)
                .compose(answer -> answer instanceof VisitorAnswer.Badge badge
                        ? Future.succeededFuture(new Guest(badge, login == null, clock.now()))
                        : Future.failedFuture(new Refused(((VisitorAnswer.Said) answer).text())));
    }

    private boolean mayTry() {
        Moment now = clock.now();
        if (now.isPast(second, Duration.ofSeconds(1))) {
            second = now;
            logins = 0;
        }
        return ++logins <= Limits.FEED_LOGINS_PER_SECOND;
    }

    /** Null when it may; else the refusal, as Redis words it. */
    Future<@Nullable String> refusal(Guest guest, List<String> words) {
        Verdict known = guest.verdicts.get(words);
        if (known != null && !clock.now().isPast(known.at, REMEMBERED)) {
            return Future.succeededFuture(known.refusal);
        }
        return inside.ask(Bus.COMMAND, new VisitorAsk.May(guest.visitor, words), VisitorAnswer.Said.class)
                .map(said -> {
                    String refusal = said.isError() ? said.text() : null;
                    guest.verdicts.put(words, new Verdict(refusal, clock.now()));
                    return refusal;
                });
    }

    /**
     * Whether this guest may act at all, before the porter is asked: without a password that is a matter of who can
     * connect, and only this machine is trusted.
     */
    boolean mayAct(Guest guest) {
        return !guest.anonymous || settings.isPrivate();
    }

    Future<VisitorAnswer.Said> run(Guest guest, List<String> words) {
        return inside.ask(Bus.COMMAND, new VisitorAsk.Run(guest.visitor, words), VisitorAnswer.Said.class);
    }

    /** Ends what has been unused for too long; now and then. */
    void sweep() {
        new ArrayList<>(sessions.entrySet())
                .stream().filter(entry -> isOver(entry.getValue())).forEach(entry -> logOut(entry.getKey()));
        new ArrayList<>(basic.entrySet())
                .stream()
                        .filter(entry -> clock.now().isPast(entry.getValue().since, BASIC_AGE))
                        .forEach(entry -> {
                            basic.remove(entry.getKey());
                            leave(entry.getValue());
                        });
    }
}
