package dev.vedette.demo;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of this machine. They are drawn from below the range that systems give to outgoing connections, because a
 * port of that range may be taken by any client between the moment it is found free and the moment it is used.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 29_999;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    /** A port that nobody listens on, given to nobody else by this process. */
    public static synchronized int free() {
        for (int i = 0; i < LAST - FIRST; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
    }

    /** The port that people expect, if it is free, else another one. */
    public static synchronized int preferably(int port) {
        return isFree(port) && GIVEN.add(port) ? port : free();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
