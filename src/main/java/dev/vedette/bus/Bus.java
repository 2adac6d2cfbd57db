package dev.vedette.bus;

/** The addresses of the event bus. Everything on it is local to the process, also when Vert.x is clustered. */
public final class Bus {
    private Bus() {}

    public static final String PULSE = "vedette.pulse";
    /** Published once, when everybody can hear everybody. */
    public static final String BEGIN = "vedette.begin";

    public static final String FACT_MONITOR = "vedette.fact.monitor";
    public static final String FACT_GOSSIP = "vedette.fact.gossip";
    public static final String FACT_ELECTION = "vedette.fact.election";
    public static final String FACT_FAILOVER = "vedette.fact.failover";
    public static final String FACT_LINK = "vedette.fact.link";
    public static final String FACT_CONFIG = "vedette.fact.config";
    public static final String FACT_SCRIPT = "vedette.fact.script";

    public static final String FACT_NAMES = "vedette.fact.names";

    public static final String ASK_MONITOR = "vedette.ask.monitor";
    public static final String ASK_GOSSIP = "vedette.ask.gossip";
    public static final String ASK_ELECTION = "vedette.ask.election";
    public static final String ASK_FAILOVER = "vedette.ask.failover";
    public static final String ASK_SCRIPT = "vedette.ask.script";

    /** {@link Send} and {@link LinkOrder}. */
    public static final String LINK = "vedette.link";
    /** {@link ScriptOrder}. */
    public static final String SCRIPT = "vedette.script";
    /** {@link NameOrder}. */
    public static final String NAMES = "vedette.names";
    /** {@link ConfigAsk}. */
    public static final String CONFIG = "vedette.config";
    /** {@link VisitorAsk}. */
    public static final String COMMAND = "vedette.command";
    /** {@link ClusterAsk}; nobody listens where there is no cluster. */
    public static final String CLUSTER = "vedette.cluster";
    /** {@link SentinelEvent}, published. */
    public static final String EVENT = "vedette.event";
    /** {@link Note}, published. */
    public static final String NOTE = "vedette.note";

    /** The name of the one codec: by reference, for every {@link BusMessage}. */
    public static final String CODEC = "vedette";

    /** Where facts of this room are published. */
    public static String addressOf(Class<? extends Fact> room) {
        if (room == MonitorFact.class) {
            return FACT_MONITOR;
        }
        if (room == GossipFact.class) {
            return FACT_GOSSIP;
        }
        if (room == ElectionFact.class) {
            return FACT_ELECTION;
        }
        if (room == FailoverFact.class) {
            return FACT_FAILOVER;
        }
        if (room == LinkFact.class) {
            return FACT_LINK;
        }
        if (room == ConfigFact.class) {
            return FACT_CONFIG;
        }
        if (room == ScriptFact.class) {
            return FACT_SCRIPT;
        }
        if (room == NameFact.class) {
            return FACT_NAMES;
        }
        throw new IllegalArgumentException(room + " is not a room's facts");
    }

    /** Where this fact is published. */
    public static String addressOf(Fact fact) {
        return addressOf(fact.room());
    }
}
