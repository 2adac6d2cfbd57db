package dev.vedette.model;

/** Why something was refused, awaited or given up, as a sentence that a person can act on. */
public enum Reason {
    NO_VALID_REPLY("it gave no valid reply to PING for longer than down-after-milliseconds"),
    CRASHED("its port refuses connections and its replicas have lost it: the process is gone (crash-detection)"),
    REPORTS_REPLICA("it is configured as a master and has long been saying that it is a replica"),
    REBOOTED("it restarted and is not ready within master-reboot-down-after-period"),

    COOLING_DOWN("a failover was tried less than twice failover-timeout ago, and failed"),
    COOLING_AFTER_VOTE(
            "another sentinel was voted for less than twice failover-timeout ago; sooner if that one goes down"),
    COOLING_AFTER_CAMPAIGN("too few sentinels voted for this one; sooner if enough of them are reachable"),
    LEADER_GONE("the sentinel that was voted for is down, and no other asks for votes"),
    ORDERED("the last attempt was an operator's order, which says nothing about the next one"),
    VOTERS_BACK("enough sentinels are reachable, and no other asks for votes"),
    WAITING_TURN("peers with a smaller id go first; this sentinel campaigns when they do not"),
    CIRCLE_UNKNOWN("this sentinel has not listened long enough to know how many others there are"),
    FAILOVER_RUNNING("a failover of this master is already in progress"),
    UNKNOWN_MASTER("no such master is monitored here"),

    NOT_ELECTED("too few sentinels voted for this one within the election timeout"),
    SPLIT_VOTE("the votes are split so that nobody can win this epoch; a new one is tried at once"),
    EPOCH_MOVED_ON("a newer epoch was seen, so that votes of this one no longer count"),
    ANOTHER_LEADS("another sentinel leads a failover in this epoch"),
    OTHERS_STAND("other sentinels stand in every epoch that was tried"),
    OVERTAKEN("a newer election about this master has begun before anything was ordered"),
    MAJORITY_LOST("most sentinels went down before anything was ordered: they may elect another leader"),
    MANDATE_SLEPT_THROUGH("this process did not run for a while: another leader may have been elected meanwhile"),
    EPOCH_LEAPS("it is further away than any number of elections: somebody has made it up"),
    NO_GOOD_REPLICA("no replica can be promoted"),
    REPLICA_UNREACHABLE("the link to the selected replica was down for as long as failover-timeout"),
    PROMOTION_REFUSED("the selected replica refused the commands that promote it"),
    PROMOTION_NOT_SEEN("the selected replica did not report itself a master within failover-timeout"),
    HAND_OVER_REFUSED("the master refused the commands by which it hands over"),
    HAND_OVER_UNREACHABLE("the master could not be told in time to hand over"),
    HAND_OVER_CUT("the master went down while it handed over"),
    HAND_OVER_REPLICA_DOWN("the replica that the master hands over to went down"),
    HAND_OVER_STUCK("it has been handing over for longer than failover-timeout"),
    NEWER_CONFIGURATION("another sentinel announced a newer configuration"),
    PROMOTED_DOWN("the promoted replica went down; it becomes the master all the same, so that its death is acted on"),
    EQUAL_EPOCHS("two failovers had the same epoch; of their two masters the smaller address stays, if it is alive"),
    RESET("an operator reset the master"),
    REMOVED("an operator removed the master"),

    REPLICA_NOT_LISTED("its master, which would hand over to it, has not spoken of it yet"),
    REPLICA_DOWN("it is subjectively down"),
    REPLICA_DISCONNECTED("a connection to it is missing"),
    REPLICA_SILENT("it has not answered PING for 5 seconds"),
    REPLICA_PRIORITY_ZERO("its priority is 0: it must never be promoted"),
    REPLICA_PRIORITY_WAS_ZERO("its priority was 0 when it last was a replica, and as a master it says nothing of it:"
            + " people have to settle who is the master"),
    REPLICA_INFO_STALE("its INFO is too old"),
    REPLICA_INFO_NEVER("it never answered INFO"),
    REPLICA_LINK_DOWN_TOO_LONG("it lost the master too long ago: its data is too old");

    private final String sentence;

    Reason(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
