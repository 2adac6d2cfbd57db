package dev.vedette.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WireTest {
    private static final int BOUND = 100;

    private final Vertx vertx = Vertx.vertx();
    private final List<Answer> answers = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final Wire wire = new Wire((ContextInternal) vertx.getOrCreateContext(), BOUND, answers::add, ends::add);

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void saysSeveralCommandsInOnePacket() {
        EmbeddedChannel channel = new EmbeddedChannel(wire);
        wire.say(List.of(List.of("MULTI"), List.of("AUTH", "", "pässword \r\n€")));
        ByteBuf packet = channel.readOutbound();
        assertEquals(
                "*1\r\n$5\r\nMULTI\r\n*3\r\n$4\r\nAUTH\r\n$0\r\n\r\n$15\r\npässword \r\n€\r\n",
                packet.toString(StandardCharsets.UTF_8));
        packet.release();
        assertNull(channel.readOutbound());
    }

    @Test
    void hearsAnswersAndGivesTheirBytesBack() {
        EmbeddedChannel channel = new EmbeddedChannel(wire);
        ByteBuf bytes = Unpooled.copiedBuffer("+PONG\r\n:1\r\n", StandardCharsets.US_ASCII);
        channel.writeInbound(bytes);
        assertEquals(List.of(new Answer.Status("PONG"), new Answer.Number(1)), answers);
        assertEquals(0, bytes.refCnt());
        assertTrue(ends.isEmpty());
    }

    @Test
    void endsAtAnObjectionAndHearsNothingMore() {
        EmbeddedChannel channel = new EmbeddedChannel(wire);
        channel.writeInbound(Unpooled.copiedBuffer("+PONG\r\nHTTP", StandardCharsets.US_ASCII));
        assertFalse(channel.isOpen());
        assertEquals(List.of(new Answer.Status("PONG")), answers);
        assertEquals(List.of("it does not speak RESP2: a reply begins with byte 0x48"), ends);
        wire.say(List.of(List.of("PING")));
        assertNull(channel.readOutbound());
    }

    @Test
    void whatIsSaidBehindTheEndIsNotItsReason() {
        EmbeddedChannel channel = new EmbeddedChannel(wire);
        channel.pipeline().fireExceptionCaught(new ClosedChannelException());
        channel.close();
        assertEquals(List.of("it closed the connection"), ends);
        channel.checkException();
    }

    @Test
    void aFailureIsTheReason() {
        EmbeddedChannel channel = new EmbeddedChannel(wire);
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        assertEquals(List.of("Connection reset by peer"), ends);
    }

    @Test
    void whoIsCutBeforeItIsConnectedIsClosedThen() {
        wire.cut("closed");
        EmbeddedChannel channel = new EmbeddedChannel(wire);
        assertFalse(channel.isOpen());
    }
}
