package dev.vedette.interop;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.RedisProcess;
import java.io.IOException;
import java.time.Duration;

/** What happens to a data node, and how it comes back. */
enum Fault {
    /** It crashes: connections are reset, new ones are refused. */
    KILL {
        @Override
        void strike(RedisProcess node) {
            node.child().kill();
        }

        @Override
        void heal(RedisProcess node) throws IOException {
            node.start();
        }
    },
    /** It hangs: connections stay, new ones are accepted by the system, nothing ever answers. */
    STOP {
        @Override
        void strike(RedisProcess node) throws IOException {
            node.child().freeze();
        }

        @Override
        void heal(RedisProcess node) throws IOException {
            node.child().thaw();
        }
    };

    abstract void strike(RedisProcess node) throws IOException;

    abstract void heal(RedisProcess node) throws IOException;

    /**
     * The master crashes, another one takes over, the old one comes back as its replica.
     *
     * @return how long it took until all sentinels named another one
     */
    static Duration failover(Deployment deployment, Duration patience) throws IOException {
        int old = deployment.sentinels().get(0).masterPort();
        RedisProcess master = deployment.node(old);
        long begin = System.nanoTime();
        KILL.strike(master);
        int next = deployment.awaitOtherMaster(old, patience);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        KILL.heal(master);
        Await.until(patience, "the old master follows", () -> master.follows(next));
        deployment.awaitDiscovered(next, patience);
        return took;
    }
}
