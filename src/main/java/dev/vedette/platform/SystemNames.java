package dev.vedette.platform;

import dev.vedette.model.IpText;
import dev.vedette.model.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;

/**
 * Asks the machine's own resolver, as every other program on the machine does: hosts file, search domains and name
 * services included, and an edit of the hosts file counts at once. It blocks, so it is asked on threads of its own.
 *
 * <p>Vert.x's resolver was rejected for that: it never blocks, but reads the hosts file once and knows DNS alone, so
 * the same name could lead a stock sentinel on the same machine elsewhere. The JVM's own cache is turned off: a pod
 * that comes back under another address must not be missed for half a minute. Of several addresses the first is taken,
 * as stock sentinels do, IPv4 ones first.
 */
public final class SystemNames implements Names {
    private static final String THREADS = "vedette-names";

    private final WorkerExecutor workers;

    public SystemNames(Vertx vertx) {
        // Read by the JVM at the first look-up of the process.
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        this.workers = vertx.createSharedWorkerExecutor(THREADS, Limits.LOOK_UPS);
    }

    @Override
    public Future<String> lookUp(String host) {
        return workers.executeBlocking(() -> resolve(host), false);
    }

    private static String resolve(String host) throws UnknownHostException {
        return IpText.of(InetAddress.getByName(host).getAddress());
    }
}
