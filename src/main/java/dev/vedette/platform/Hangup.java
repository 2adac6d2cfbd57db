package dev.vedette.platform;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;

/**
 * Ends a connection, whatever is still on its way. What Vert.x calls to close first sends all that is still to be sent,
 * which for somebody who does not read is for ever, and is kept in memory for as long.
 */
public final class Hangup {
    private Hangup() {}

    public static void now(ChannelHandlerContext context) {
        SslHandler encryption = context.channel().pipeline().get(SslHandler.class);
        if (encryption == null) {
            // Closing the channel as a whole would ask Vert.x again, which waits. One that is closed has no handlers.
            ChannelHandlerContext first = context.channel().pipeline().firstContext();
            if (first != null) {
                first.close();
            }
        } else {
            // Its own close waits for its goodbye to get through.
            encryption.closeOutbound();
            context.channel().pipeline().context(encryption).close();
        }
    }
}
