package dev.vedette.gossip;

import dev.vedette.bus.Level;
import dev.vedette.model.Limits;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;

/** Why a hello, or the part of it that would change something, is ignored. */
enum Oddity {
    TOO_LONG("it has more than " + Limits.HELLO_CHARACTERS + " characters"),
    FIELDS("it does not have 8 fields"),
    EPOCH("one of its epochs is no unsigned number of 64 bits"),
    ID("the id of its sender is not " + RunId.LENGTH + " printable characters"),
    PORT("one of its ports is no number from 0 to 65535"),
    HOST("it names a host where only IP addresses are followed, so that its epoch counts and nothing else"),
    SELF("it came by PUBLISH and says that it is from us"),
    LEAP(Reason.EPOCH_LEAPS.sentence()),
    FULL(Limits.PEERS_PER_MASTER + " sentinels are known already; SENTINEL RESET forgets those that are gone"),
    /** Other deployments may well say hello at the same data nodes. */
    UNKNOWN_MASTER(Reason.UNKNOWN_MASTER.sentence());

    private final String sentence;

    Oddity(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    Level level() {
        return this == UNKNOWN_MASTER ? Level.VERBOSE : Level.WARNING;
    }
}
