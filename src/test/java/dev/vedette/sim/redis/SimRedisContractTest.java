package dev.vedette.sim.redis;

import org.junit.jupiter.api.Nested;

/** The model keeps the contract, in virtual time. */
class SimRedisContractTest {
    private static RedisLab lab() {
        return new SimLab(1);
    }

    @Nested
    class Commands extends CommandContract {
        @Override
        RedisLab open() {
            return lab();
        }
    }

    @Nested
    class Clients extends ClientContract {
        @Override
        RedisLab open() {
            return lab();
        }
    }

    @Nested
    class Troubles extends TroubleContract {
        @Override
        RedisLab open() {
            return lab();
        }
    }

    @Nested
    class ReplicationLinks extends ReplicationContract {
        @Override
        RedisLab open() {
            return lab();
        }
    }

    @Nested
    class Histories extends HistoryContract {
        @Override
        RedisLab open() {
            return lab();
        }
    }
}
