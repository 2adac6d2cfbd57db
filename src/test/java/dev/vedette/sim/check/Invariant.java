package dev.vedette.sim.check;

/** The law: what must hold in every world, one sentence each. A breach is reported under the name. */
public enum Invariant {
    ONE_VOTE("a sentinel votes once in an epoch about a master, across crashes too"),
    ONE_LEADER("an epoch has one elected leader for a master at most, elected once"),
    EPOCHS_RISE("no epoch of a sentinel goes back"),
    DURABLE_FIRST("what a sentinel showed before it died is on its disk when it starts again"),
    ONE_ADDRESS("equal config epochs never name two addresses, and no address changes without a newer epoch"),
    MANDATE("nobody promotes without the votes of quorum and majority, unless ordered to"),
    ONE_HEIR("a sentinel promotes one replica in an epoch at most"),
    FIT_HEIR("no replica is chosen that is down, stale, of priority 0 or too long without its master"),
    HEARD_ITSELF("a new master is announced after it said itself that it is one, with an epoch newer than all known"),
    PARALLEL_SYNCS("no more replicas than parallel-syncs are on their way to a new master at a time"),
    STILL_IN_TILT("who is in TILT accuses nobody and changes nothing"),
    FAILOVERS_END("every failover that was tried ends, and ends once"),
    EVIDENT_CRASH(
            "a crash is evident only where a port refuses and replicas, asked after that, have just lost their master"),
    STATES_ALTERNATE("down follows up and up follows down"),
    TRUE_SWITCH("a switch is announced once, and names the address before truthfully"),
    COOL_DOWN("nobody starts a failover within twice failover-timeout of an attempt or a vote, without a good excuse"),
    REASONS_GIVEN("whoever accuses, gives up or interferes says why"),
    PROCESSES_STAY("no sentinel ends itself for a reason that is not documented"),
    NOTHING_THROWS("no exception escapes"),
    FILES_KEPT("in the end the file holds all that the sentinel knows, and what the operator wrote"),
    ONE_MIND("in the end all sentinels name one address and one config epoch, whatever was forced before");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
