package dev.vedette.interop;

import dev.vedette.demo.RedisProcess;
import java.io.IOException;

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
}
