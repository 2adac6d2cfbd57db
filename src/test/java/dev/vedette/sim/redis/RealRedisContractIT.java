package dev.vedette.sim.redis;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** What the contract says of Redis is so: real servers keep it. */
class RealRedisContractIT {
    @TempDir
    Path folder;

    private RedisLab lab() throws Exception {
        return new RealLab(folder);
    }

    @Nested
    class Commands extends CommandContract {
        @Override
        RedisLab open() throws Exception {
            return lab();
        }
    }

    @Nested
    class Clients extends ClientContract {
        @Override
        RedisLab open() throws Exception {
            return lab();
        }
    }

    @Nested
    class Troubles extends TroubleContract {
        @Override
        RedisLab open() throws Exception {
            return lab();
        }
    }

    @Nested
    class ReplicationLinks extends ReplicationContract {
        @Override
        RedisLab open() throws Exception {
            return lab();
        }
    }

    @Nested
    class Histories extends HistoryContract {
        @Override
        RedisLab open() throws Exception {
            return lab();
        }
    }
}
