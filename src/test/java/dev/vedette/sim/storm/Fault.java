package dev.vedette.sim.storm;

/** What can go wrong, by the name that traces and tables use. */
enum Fault {
    KILL,
    POWER_LOSS,
    FREEZE,
    STUCK_THREAD,
    /** Something is done to a sentinel, or to what it works on, in the middle of a step of its failover. */
    AMBUSH,

    CUT,
    ONE_WAY_CUT,
    PARTITION,
    REFUSED_PORT,
    HALF_OPEN,
    RESET_CONNECTIONS,
    SLOW_LINK,

    CLOCK_JUMP,
    CLOCK_DRIFT,
    SUSPENDED_HOST,

    DISK_FULL,
    DISK_TORN,
    DISK_BROKEN,
    DISK_READ_ONLY,
    DISK_HANGS,
    DISK_SLOW,

    REDIS_LOADING,
    REDIS_BUSY,
    REDIS_MISCONF,
    REDIS_PASSWORD,
    REDIS_PRIORITY_ZERO,
    REDIS_EMPTY_RESTART,
    REDIS_CHAINED,
    /** Somebody orders a role by hand, and no sentinel knows. */
    REDIS_ROLE_BY_HAND,

    OPERATOR_FAILOVER,
    OPERATOR_SET,
    OPERATOR_RESET,
    OPERATOR_REMOVE
}
