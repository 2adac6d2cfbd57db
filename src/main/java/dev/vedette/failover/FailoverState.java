package dev.vedette.failover;

/** The steps of a failover that we lead. */
enum FailoverState {
    /** Choose the replica to promote. */
    SELECT_REPLICA("select_slave"),
    /** Get the promotion through to it; the link has to be up for that. */
    SEND_REPLICAOF_NO_ONE("send_slaveof_noone"),
    /** Wait for it to report itself a master. */
    WAIT_PROMOTION("wait_promotion"),
    /** Point the other replicas to it. */
    RECONF_REPLICAS("reconf_slaves"),
    /** Everything is done that can be: the monitor switches the configuration. */
    UPDATE_CONFIG("update_config");

    private final String wire;

    FailoverState(String wire) {
        this.wire = wire;
    }

    /** The name in replies. */
    String wire() {
        return wire;
    }
}
