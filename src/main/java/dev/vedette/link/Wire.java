package dev.vedette.link;

import dev.vedette.platform.Hangup;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.internal.ContextInternal;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket, on which commands are said and answers heard. It takes the bytes where Netty has them, below
 * Vert.x, because two things are needed that a socket of Vert.x does not do: closing at once, where Vert.x first waits
 * for a full send buffer to empty, which with a hung server is never; and being the first to know why it ended.
 *
 * <p>All of it happens on the event loop of the socket, which is that of the verticle.
 */
final class Wire extends ChannelInboundHandlerAdapter {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final int ROOM_PER_WORD = 32;

    private final ContextInternal context;
    private final AnswerReader answers;
    private final Consumer<String> ended;
    private @Nullable ChannelHandlerContext pipeline;
    private @Nullable String why;

    /**
     * @param answerBytes how long one answer may be
     * @param answered hears each answer
     * @param ended told once, after the last answer, why the connection is gone
     */
    Wire(ContextInternal context, int answerBytes, Consumer<Answer> answered, Consumer<String> ended) {
        this.context = context;
        this.answers = new AnswerReader(answerBytes, answered);
        this.ended = ended;
    }

    /** Says all of them in one packet, as far as they fit. */
    void say(List<List<String>> commands) {
        if (pipeline == null || why != null) {
            return;
        }
        int words = 0;
        for (List<String> command : commands) {
            words += command.size();
        }
        ByteBuf bytes = pipeline.alloc().buffer(words * ROOM_PER_WORD);
        for (List<String> command : commands) {
            write(command, bytes);
        }
        // A write that fails is followed by the end of the connection.
        pipeline.writeAndFlush(bytes, pipeline.voidPromise());
    }

    private static void write(List<String> command, ByteBuf bytes) {
        number('*', command.size(), bytes);
        for (String word : command) {
            number('$', ByteBufUtil.utf8Bytes(word), bytes);
            ByteBufUtil.writeUtf8(bytes, word);
            bytes.writeBytes(CRLF);
        }
    }

    private static void number(char type, int value, ByteBuf bytes) {
        bytes.writeByte(type);
        if (value < 10) {
            bytes.writeByte('0' + value);
        } else {
            bytes.writeCharSequence(Integer.toString(value), StandardCharsets.US_ASCII);
        }
        bytes.writeBytes(CRLF);
    }

    /** Hands what was written to the system, and closes, whatever state the other side is in. */
    void cut(String because) {
        if (why == null) {
            why = because;
            if (pipeline != null) {
                pipeline.flush();
                Hangup.now(pipeline);
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        pipeline = added;
        if (why != null) {
            Hangup.now(added);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            context.dispatch(bytes, this::read);
        } finally {
            bytes.release();
        }
    }

    private void read(ByteBuf bytes) {
        if (why == null) {
            String objection = answers.read(bytes);
            if (objection != null) {
                cut(objection);
            }
        }
    }

    /** What is said after the end, and before it is known, is no reason for it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (!(cause instanceof ClosedChannelException)) {
            cut(Readings.textOf(cause));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        String because = why == null ? "it closed the connection" : why;
        why = because;
        context.dispatch(because, ended::accept);
        from.fireChannelInactive();
    }
}
