package dev.vedette.sim.disk;

import java.io.IOException;

/**
 * What stands between a program and the volume. Every call goes through here, so that one who stands here can let it
 * fail, wait, do nothing, or be answered from memory.
 */
public interface Kernel {
    /** What the call does when nothing is wrong. */
    interface Work<T> {
        T run() throws IOException;
    }

    <T> T call(Op op, Work<T> work) throws IOException;

    /** Does what it is asked, at once. */
    static Kernel direct() {
        return new Kernel() {
            @Override
            public <T> T call(Op op, Work<T> work) throws IOException {
                return work.run();
            }
        };
    }
}
