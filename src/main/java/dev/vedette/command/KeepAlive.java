package dev.vedette.command;

import io.netty.channel.ChannelConfig;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/**
 * How soon a client whose host is gone is missed: as in Redis, a client that is silent for five minutes, or what
 * {@code tcp-keepalive} says, is asked by our system whether it is there, three times. Left to itself the system would
 * begin after two hours, and hold the connections of everything that crashed meanwhile; Vert.x can only switch the
 * questions on.
 */
final class KeepAlive {
    static final int TIMES = 3;

    private KeepAlive() {}

    /** Where the system cannot be told, its own times hold. Zero is no question at all. */
    static void apply(NetSocket socket, Duration idle) {
        if (idle.isZero()) {
            return;
        }
        int seconds = (int) Math.min(idle.toSeconds(), Integer.MAX_VALUE);
        ChannelConfig config =
                ((NetSocketInternal) socket).channelHandlerContext().channel().config();
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), seconds);
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), pause(seconds));
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), TIMES);
    }

    static int pause(int seconds) {
        return Math.max(1, seconds / TIMES);
    }
}
