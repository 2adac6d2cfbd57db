package dev.vedette.sim.redis;

import dev.vedette.command.resp.Request;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What there is to know of a command before it runs.
 *
 * @param name as a user's rules name it: {@code get}, {@code client|kill}
 * @param arity how many words; negative for at least so many
 */
record CommandSpec(String name, int arity, Set<Flag> flags, Body body) {
    /** Where it may be said, or what it does. */
    enum Flag {
        LOADING,
        STALE,
        WRITE,
        NO_AUTH,
        ALLOW_BUSY,
        NO_MULTI
    }

    /** What it does: the reply, or nothing when that comes later. */
    interface Body {
        String run(RedisSession session, Request request);
    }

    static CommandSpec of(String name, int arity, Body body, Flag... flags) {
        Set<Flag> set = EnumSet.noneOf(Flag.class);
        set.addAll(List.of(flags));
        return new CommandSpec(name, arity, set, body);
    }

    boolean fits(int words) {
        return arity >= 0 ? words == arity : words >= -arity;
    }

    boolean is(Flag flag) {
        return flags.contains(flag);
    }
}
