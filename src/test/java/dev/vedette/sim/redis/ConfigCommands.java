package dev.vedette.sim.redis;

import dev.vedette.command.resp.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an operator changes while it runs: the configuration, and who may do what. */
final class ConfigCommands {
    private final SimRedis redis;

    ConfigCommands(SimRedis redis) {
        this.redis = redis;
    }

    String get(RedisSession session, Request request) {
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 2; i < request.size(); i++) {
            List<String> matching = redis.conf.matching(request.bytes(i));
            for (int at = 0; at < matching.size(); at += 2) {
                found.put(matching.get(at), matching.get(at + 1));
            }
        }
        List<String> flat = new ArrayList<>();
        found.forEach((name, value) -> {
            flat.add(name);
            flat.add(value);
        });
        return Resp.bulks(flat);
    }

    String set(RedisSession session, Request request) {
        if (request.size() % 2 != 0) {
            return Resp.error("ERR wrong number of arguments for 'config|set' command");
        }
        for (int i = 2; i < request.size(); i += 2) {
            String refusal = redis.configure(request.lower(i), request.bytes(i + 1));
            if (refusal != null) {
                return Resp.error(refusal);
            }
        }
        return Resp.OK;
    }

    String rewrite(RedisSession session, Request request) {
        return redis.writeConf() ? Resp.OK : Resp.error("ERR Rewriting config file: No space left on device");
    }

    String setUser(RedisSession session, Request request) {
        List<String> rules = new ArrayList<>();
        for (int i = 3; i < request.size(); i++) {
            rules.add(request.bytes(i).toLowerCase(Locale.ROOT).startsWith(">") ? request.bytes(i) : request.lower(i));
        }
        redis.users.set(request.bytes(2), rules);
        return Resp.OK;
    }

    String whoAmI(RedisSession session, Request request) {
        Users.User user = session.user;
        return Resp.bulk(user == null ? Users.DEFAULT : user.name);
    }
}
