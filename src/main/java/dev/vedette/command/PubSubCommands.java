package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.LOADING;
import static dev.vedette.command.CommandSpec.Flag.NOSCRIPT;
import static dev.vedette.command.CommandSpec.Flag.PUBSUB;
import static dev.vedette.command.CommandSpec.Flag.STALE;
import static dev.vedette.command.CommandSpec.row;

import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Listening to events. Names of channels are any bytes, one character each. */
final class PubSubCommands {
    private final Sessions sessions;

    PubSubCommands(Sessions sessions) {
        this.sessions = sessions;
    }

    List<CommandSpec> rows() {
        return List.of(
                listening(
                        "subscribe",
                        -2,
                        (s, r) -> join(s, r, "subscribe", sessions::subscribe),
                        "Listen for messages published to the given channels"),
                listening(
                        "psubscribe",
                        -2,
                        (s, r) -> join(s, r, "psubscribe", sessions::psubscribe),
                        "Listen for messages published to channels matching the given patterns"),
                listening(
                        "unsubscribe",
                        -1,
                        (s, r) -> leave(s, r, "unsubscribe", s.channels(), sessions::unsubscribe),
                        "Stop listening for messages posted to the given channels"),
                listening(
                        "punsubscribe",
                        -1,
                        (s, r) -> leave(s, r, "punsubscribe", s.patterns(), sessions::punsubscribe),
                        "Stop listening for messages posted to channels matching the given patterns"));
    }

    private interface Body {
        RespValue apply(Session session, Request request);
    }

    private static CommandSpec listening(String name, int arity, Body body, String summary) {
        return row(name, arity, Handler.now(body::apply), PUBSUB, NOSCRIPT, LOADING, STALE)
                .doc("2.0.0", "pubsub", summary);
    }

    private static RespValue join(
            Session session, Request request, String word, BiConsumer<Session, String> subscribe) {
        List<RespValue> replies = new ArrayList<>();
        for (int i = 1; i < request.size(); i++) {
            if (request.raw(i).length > Limits.CHANNEL_BYTES) {
                replies.add(RespValue.failure("ERR name of a channel longer than " + Limits.CHANNEL_BYTES + " bytes"));
            } else if (session.subscriptions() >= Limits.SUBSCRIPTIONS_PER_CLIENT) {
                replies.add(
                        RespValue.failure("ERR too many subscriptions, at most " + Limits.SUBSCRIPTIONS_PER_CLIENT));
            } else {
                subscribe.accept(session, request.bytes(i));
                replies.add(told(word, new RespValue.Bulk(request.raw(i)), session));
            }
        }
        return new RespValue.Several(replies);
    }

    private static RespValue leave(
            Session session,
            Request request,
            String word,
            Set<String> joined,
            BiConsumer<Session, String> unsubscribe) {
        List<String> names = new ArrayList<>(joined);
        if (request.size() > 1) {
            names.clear();
            for (int i = 1; i < request.size(); i++) {
                names.add(request.bytes(i));
            }
        }
        List<RespValue> replies = new ArrayList<>();
        for (String name : names) {
            unsubscribe.accept(session, name);
            replies.add(told(word, name(name), session));
        }
        if (names.isEmpty()) {
            replies.add(told(word, RespValue.NULL, session));
        }
        return new RespValue.Several(replies);
    }

    private static RespValue told(String word, RespValue name, Session session) {
        return new RespValue.Push(List.of(RespValue.bulk(word), name, RespValue.number(session.subscriptions())));
    }

    static RespValue name(String name) {
        return new RespValue.Bulk(name.getBytes(StandardCharsets.ISO_8859_1));
    }
}
