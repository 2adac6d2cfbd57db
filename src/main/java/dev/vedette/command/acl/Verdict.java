package dev.vedette.command.acl;

/** Whether a user may run a request, and why not. */
public sealed interface Verdict {
    enum Yes implements Verdict {
        MAY
    }

    record Command(String name) implements Verdict {}

    /** @param at which word of the request */
    record Channel(int at, String name) implements Verdict {}

    /** Of the refusals of several selectors, the one that got furthest is told. */
    private static int rank(Verdict verdict) {
        return verdict instanceof Channel channel ? 1 + channel.at() : 0;
    }

    static Verdict furthest(Verdict one, Verdict other) {
        return rank(other) > rank(one) ? other : one;
    }
}
