package dev.vedette.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One end of a TCP connection. What Netty and everything above it see is an ordinary channel with ordinary addresses;
 * underneath, bytes go into a {@link Pipe} and arrive some virtual time later at the other end, or not.
 */
final class SimChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);
    private static final byte[] END = {};

    final Life life;
    private final ChannelConfig config = new LenientConfig(this);
    private final Deque<byte[]> inbound = new ArrayDeque<>();
    private @Nullable SimChannel peer;
    private @Nullable Pipe pipe;
    private InetSocketAddress local;
    private InetSocketAddress remote;
    private boolean open = true;
    private boolean connected;
    private boolean readPending;

    SimChannel(Life life, @Nullable Channel parent) {
        super(parent);
        this.life = life;
    }

    /** The server's end of a connection that {@code client} asks for. */
    private static SimChannel acceptedFrom(SimChannel client, SimServerChannel server) {
        SimChannel child = new SimChannel(server.life, server);
        child.local = client.remote;
        child.remote = client.local;
        child.peer = client;
        child.connected = true;
        child.pipe = client.life.world.network.pipe(server.life.process.ip, client.life.process.ip);
        client.peer = child;
        server.life.channels.add(child);
        return child;
    }

    private void connectTo(InetSocketAddress target, ChannelPromise promise) {
        remote = target;
        local = new InetSocketAddress(life.process.ip, life.process.nextPort());
        life.channels.add(this);
        SimNetwork network = life.world.network;
        Pipe out = network.pipe(life.process.ip, target.getAddress());
        pipe = out;
        ScheduledFuture<?> timeout = eventLoop()
                .schedule(
                        () -> fail(promise, new ConnectTimeoutException("connection timed out: " + target)),
                        config.getConnectTimeoutMillis(),
                        TimeUnit.MILLISECONDS);
        out.send(() -> {
            SimServerChannel server = network.listenerAt(target);
            Pipe back = network.pipe(target.getAddress(), life.process.ip);
            if (server == null) {
                back.send(() -> inLoop(() -> {
                    timeout.cancel(false);
                    fail(promise, new ConnectException("Connection refused: " + target));
                }));
            } else if (open && life.alive()) {
                SimChannel child = acceptedFrom(this, server);
                child.pipe.send(() -> inLoop(() -> {
                    timeout.cancel(false);
                    established(promise);
                }));
                server.accept(child);
            }
        });
    }

    private void fail(ChannelPromise promise, Exception why) {
        if (promise.tryFailure(why)) {
            unsafe().close(voidPromise());
        }
    }

    private void established(ChannelPromise promise) {
        if (!open) {
            return;
        }
        connected = true;
        if (promise.trySuccess()) {
            pipeline().fireChannelActive();
            if (config.isAutoRead()) {
                read();
            }
        }
    }

    /** The system has data for the program; before the channel is registered it has no loop to tell. */
    private void inLoop(Runnable task) {
        if (isRegistered() && life.alive()) {
            eventLoop().execute(task);
        }
    }

    private void arrive(byte[] bytes) {
        if (!life.alive()) {
            // The program that had this connection is gone, and its host, which lives, says so.
            SimChannel sender = peer;
            if (sender != null && bytes != END) {
                life.world.network.pipe(life.process.ip, sender.life.process.ip).send(sender::reset);
            }
            return;
        }
        inbound.add(bytes);
        inLoop(this::drain);
    }

    private void reset() {
        inLoop(() -> {
            if (open) {
                pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
                unsafe().close(voidPromise());
            }
        });
    }

    /** The program at this end has died without a word, and its host tells the other end. */
    void abandon() {
        SimChannel other = peer;
        if (pipe != null && other != null && open) {
            pipe.send(other::reset);
        }
    }

    private void drain() {
        boolean any = false;
        while (open && readPending && !inbound.isEmpty()) {
            byte[] bytes = inbound.poll();
            if (bytes == END) {
                unsafe().close(voidPromise());
                return;
            }
            readPending = config.isAutoRead();
            any = true;
            // In a buffer that can grow, as those of real sockets can: readers append to it.
            pipeline().fireChannelRead(Unpooled.buffer().writeBytes(bytes));
        }
        if (any) {
            pipeline().fireChannelReadComplete();
        }
    }

    @Override
    protected void doBeginRead() {
        readPending = true;
        if (!inbound.isEmpty()) {
            eventLoop().execute(this::drain);
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        for (Object message = out.current(); message != null; message = out.current()) {
            ByteBuf buffer = (ByteBuf) message;
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.getBytes(buffer.readerIndex(), bytes);
            out.remove();
            send(bytes);
        }
    }

    private void send(byte[] bytes) {
        SimChannel other = peer;
        if (life.alive() && other != null && pipe != null) {
            pipe.send(() -> other.arrive(bytes));
        }
    }

    @Override
    protected void doClose() {
        if (open) {
            open = false;
            life.channels.remove(this);
            if (connected) {
                send(END);
            }
        }
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("the system chooses where a connection comes from");
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimLoop;
    }

    @Override
    protected SocketAddress localAddress0() {
        return local;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return remote;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open && connected;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress target, SocketAddress from, ChannelPromise promise) {
                if (promise.setUncancellable()) {
                    connectTo((InetSocketAddress) target, promise);
                }
            }
        };
    }
}
