package dev.vedette.command;

import io.netty.channel.ChannelConfig;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import jdk.net.ExtendedSocketOptions;

/**
 * How soon a client whose host is gone is missed: as in Redis, a client that is silent for five minutes is asked by our
 * system whether it is there, three times. Left to itself the system would begin after two hours, and hold the
 * connections of everything that crashed meanwhile; Vert.x can only switch the questions on.
 */
final class KeepAlive {
    static final int IDLE_SECONDS = 300;
    static final int PAUSE_SECONDS = IDLE_SECONDS / 3;
    static final int TIMES = 3;

    private KeepAlive() {}

    /** Where the system cannot be told, its own times hold. */
    static void apply(NetSocket socket) {
        ChannelConfig config =
                ((NetSocketInternal) socket).channelHandlerContext().channel().config();
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS);
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), PAUSE_SECONDS);
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), TIMES);
    }
}
