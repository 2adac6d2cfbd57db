package dev.vedette.bus;

/** Something that happened, published by the one owner of that truth. Each owner has one address. */
public sealed interface Fact extends Input
        permits MonitorFact, GossipFact, ElectionFact, FailoverFact, LinkFact, ConfigFact, ScriptFact, NameFact {
    /** The owner's vocabulary, which decides the address. */
    Class<? extends Fact> room();

    /** Whether it changes what all other facts mean, so that it is heard before those that wait. */
    default boolean isUrgent() {
        return false;
    }
}
