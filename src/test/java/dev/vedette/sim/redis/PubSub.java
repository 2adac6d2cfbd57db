package dev.vedette.sim.redis;

import dev.vedette.command.resp.Glob;
import dev.vedette.command.resp.Request;
import dev.vedette.sim.Observation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Channels. What is published on a master is heard on its replicas too, as with real servers; not the other way. */
final class PubSub {
    private final SimRedis redis;

    PubSub(SimRedis redis) {
        this.redis = redis;
    }

    static boolean goesWithSubscriptions(CommandSpec spec) {
        return switch (spec.name()) {
            case "subscribe", "psubscribe", "unsubscribe", "punsubscribe", "ping", "quit" -> true;
            default -> false;
        };
    }

    /** A user may be kept from channels as well as from commands. */
    static @Nullable String forbidden(Users.User user, CommandSpec spec, Request request) {
        int last =
                switch (spec.name()) {
                    case "publish" -> 1;
                    case "subscribe" -> request.size() - 1;
                    default -> 0;
                };
        for (int i = 1; i <= last; i++) {
            if (!user.mayUse(request.bytes(i))) {
                return Resp.error(
                        "NOPERM this user has no permissions to access one of the channels used as arguments");
            }
        }
        return null;
    }

    String ping(RedisSession session, Request request) {
        if (request.size() > 2) {
            return Resp.error("ERR wrong number of arguments for 'ping' command");
        }
        String word = request.size() == 2 ? request.bytes(1) : "";
        if (session.isSubscribed()) {
            return Resp.array(Resp.bulk("pong"), Resp.bulk(word));
        }
        return word.isEmpty() ? Resp.status("PONG") : Resp.bulk(word);
    }

    String subscribe(RedisSession session, Request request) {
        Set<String> mine = set(session, request);
        StringBuilder replies = new StringBuilder();
        for (int i = 1; i < request.size(); i++) {
            mine.add(request.bytes(i));
            replies.append(confirmation(session, request.lower(0), Resp.bulk(request.bytes(i))));
        }
        return replies.toString();
    }

    String unsubscribe(RedisSession session, Request request) {
        Set<String> mine = set(session, request);
        List<String> gone = new ArrayList<>();
        for (int i = 1; i < request.size(); i++) {
            gone.add(request.bytes(i));
        }
        if (request.size() == 1) {
            gone.addAll(new LinkedHashSet<>(mine));
        }
        if (gone.isEmpty()) {
            return confirmation(session, request.lower(0), Resp.NIL);
        }
        StringBuilder replies = new StringBuilder();
        for (String channel : gone) {
            mine.remove(channel);
            replies.append(confirmation(session, request.lower(0), Resp.bulk(channel)));
        }
        return replies.toString();
    }

    private static Set<String> set(RedisSession session, Request request) {
        return request.lower(0).startsWith("p") ? session.patterns : session.channels;
    }

    private static String confirmation(RedisSession session, String word, String channel) {
        return Resp.array(Resp.bulk(word), channel, Resp.number(session.subscriptions()));
    }

    String publish(RedisSession session, Request request) {
        String channel = request.bytes(1);
        String message = request.bytes(2);
        redis.observe(new Observation.Published(redis.name(), channel, message));
        redis.masterSide.propagate(Resp.command(request));
        return Resp.number(deliver(channel, message));
    }

    /** @return how many heard it */
    int deliver(String channel, String message) {
        int heard = 0;
        String push = Resp.array(Resp.bulk("message"), Resp.bulk(channel), Resp.bulk(message));
        for (RedisSession session : redis.sessions()) {
            if (session.channels.contains(channel)) {
                session.write(push);
                heard++;
            }
            for (String pattern : session.patterns) {
                if (Glob.matches(pattern, channel)) {
                    session.write(Resp.array(
                            Resp.bulk("pmessage"), Resp.bulk(pattern), Resp.bulk(channel), Resp.bulk(message)));
                    heard++;
                }
            }
        }
        return heard;
    }
}
