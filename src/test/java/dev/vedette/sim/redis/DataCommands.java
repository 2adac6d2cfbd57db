package dev.vedette.sim.redis;

import dev.vedette.command.resp.Glob;
import dev.vedette.command.resp.Request;
import java.util.List;

/** Keys with values, and no more of data than a failover can lose. */
final class DataCommands {
    private final SimRedis redis;

    DataCommands(SimRedis redis) {
        this.redis = redis;
    }

    private Dataset data() {
        return redis.state.data;
    }

    String set(RedisSession session, Request request) {
        if (request.size() != 3) {
            return Resp.error("ERR syntax error");
        }
        data().put(request.bytes(1), request.bytes(2));
        redis.masterSide.wrote(session, Resp.command(request));
        return Resp.OK;
    }

    String get(RedisSession session, Request request) {
        String value = data().view().get(request.bytes(1));
        return value == null ? Resp.NIL : Resp.bulk(value);
    }

    String del(RedisSession session, Request request) {
        int gone = 0;
        for (int i = 1; i < request.size(); i++) {
            gone += data().remove(request.bytes(i)) ? 1 : 0;
        }
        if (gone > 0) {
            redis.masterSide.wrote(session, Resp.command(request));
        }
        return Resp.number(gone);
    }

    String incr(RedisSession session, Request request) {
        String key = request.bytes(1);
        try {
            long next = Long.parseLong(data().view().getOrDefault(key, "0")) + 1;
            data().put(key, Long.toString(next));
            redis.masterSide.wrote(session, Resp.command(request));
            return Resp.number(next);
        } catch (NumberFormatException e) {
            return Resp.error("ERR value is not an integer or out of range");
        }
    }

    String exists(RedisSession session, Request request) {
        int found = 0;
        for (int i = 1; i < request.size(); i++) {
            found += data().view().containsKey(request.bytes(i)) ? 1 : 0;
        }
        return Resp.number(found);
    }

    String keys(RedisSession session, Request request) {
        List<String> found = data().view().keySet().stream()
                .filter(key -> Glob.matches(request.bytes(1), key))
                .toList();
        return Resp.bulks(found);
    }

    String size(RedisSession session, Request request) {
        return Resp.number(data().size());
    }

    String flush(RedisSession session, Request request) {
        data().clear();
        redis.masterSide.wrote(session, Resp.command(request));
        return Resp.OK;
    }

    String await(RedisSession session, Request request) {
        try {
            return redis.masterSide.await(session, Long.parseLong(request.text(1)), Long.parseLong(request.text(2)));
        } catch (NumberFormatException e) {
            return Resp.error("ERR value is not an integer or out of range");
        }
    }
}
