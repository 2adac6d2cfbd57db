package dev.vedette.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sits between the socket and the Redis client, and does the four things that a sentinel needs and the client cannot
 * (ADR 2).
 *
 * <p>It cuts a connection whose replies break the {@link ReplyBounds}, before the parser sees them. It is the first to
 * know why a connection ended, and tells it once, before the client fails the commands that wait. It closes at once:
 * the client's own close waits for a full send buffer to empty, which with a hung server is never. And it answers the
 * client's greeting itself, so that the bytes on the wire are those of Redis Sentinel: a server that is loading, busy
 * or older than HELLO refuses greetings, and can still be monitored.
 */
final class ReplyGuard extends ChannelDuplexHandler {
    private static final byte[] GREETING_ANSWERED = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ReplyBounds bounds;
    private final Consumer<String> ended;
    private @Nullable ChannelHandlerContext pipeline;
    private @Nullable String why;
    private boolean greeted;

    /** @param ended told once, on the event loop, why the connection is gone */
    ReplyGuard(ReplyBounds bounds, Consumer<String> ended) {
        this.bounds = bounds;
        this.ended = ended;
    }

    /** Hands what was written to the system, and closes, whatever state the other side is in. */
    void cut(String because) {
        if (why == null) {
            why = because;
            if (pipeline != null) {
                pipeline.flush();
                closeBelow(pipeline);
            }
        }
    }

    /** Encryption says goodbye, which must not be waited for: to a hung server it never gets through. */
    private static void closeBelow(ChannelHandlerContext pipeline) {
        SslHandler encryption = pipeline.pipeline().get(SslHandler.class);
        if (encryption == null) {
            pipeline.close();
        } else {
            encryption.closeOutbound();
            pipeline.pipeline().context(encryption).close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        pipeline = context;
        // What waits to be written waits behind this guard, where closing fails it once. The bound on commands without
        // a reply bounds it too.
        context.channel()
                .config()
                .setWriteBufferWaterMark(new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        String objection = why != null ? why : bounds.objectionTo(((ByteBuf) message).nioBuffer());
        if (objection == null) {
            context.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
            cut(objection);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        if (greeted) {
            // A write that fails is followed by the end of the connection, which is all that the client has to know:
            // told twice, it gives up its commands twice.
            context.write(message);
            written.trySuccess();
            return;
        }
        greeted = true;
        ReferenceCountUtil.release(message);
        written.trySuccess();
        // In a buffer that can grow, because the client's parser appends the next bytes to it.
        context.fireChannelRead(Unpooled.buffer().writeBytes(GREETING_ANSWERED));
        context.fireChannelReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        cut(Readings.textOf(cause));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended.accept(why == null ? "it closed the connection" : why);
        context.fireChannelInactive();
    }
}
