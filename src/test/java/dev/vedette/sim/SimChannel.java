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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
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
    private static final int MILLION = 1_000_000;

    final Life life;
    private final SimNetwork network;
    private final LenientConfig config = new LenientConfig(this, this::probesChanged);
    private final Probes probes;
    private final Deque<byte[]> inbound = new ArrayDeque<>();
    private @Nullable SimChannel peer;
    private @Nullable Pipe pipe;
    private InetSocketAddress local;
    private InetSocketAddress remote;
    private boolean open = true;
    private boolean connected;
    private boolean readPending;
    private boolean disowned;
    private @Nullable IOException broken;
    /** Of what was written here, how much the other end has not read yet. */
    private int unread;

    private boolean waitsForRoom;

    SimChannel(Life life, @Nullable Channel parent) {
        super(parent);
        this.life = life;
        this.network = life.world.network;
        this.probes = new Probes(life.world, config, this::probe, this::timeOut);
    }

    /** @return the server's end of the connection that this one asked for */
    SimChannel acceptedBy(SimServerChannel server, Runnable welcome) {
        SimChannel child = new SimChannel(server.life, server);
        child.local = remote;
        child.remote = local;
        child.peer = this;
        child.connected = true;
        Pipe back = child.newPipe();
        child.pipe = back;
        peer = child;
        server.life.channels.add(child);
        back.send(0, welcome);
        return child;
    }

    private Pipe newPipe() {
        return new Pipe(network.way(life.process.ip, remote.getAddress()), this::timeOut);
    }

    private void connectTo(InetSocketAddress target, ChannelPromise promise) {
        remote = target;
        local = new InetSocketAddress(life.process.ip, life.process.nextPort());
        life.channels.add(this);
        Pipe out = newPipe();
        pipe = out;
        ScheduledFuture<?> timeout = eventLoop()
                .schedule(
                        () -> fail(promise, new ConnectTimeoutException("connection timed out: " + target)),
                        config.getConnectTimeoutMillis(),
                        TimeUnit.MILLISECONDS);
        Runnable welcome = () -> inLoop(() -> {
            timeout.cancel(false);
            established(promise);
        });
        Runnable refusal = () -> inLoop(() -> {
            timeout.cancel(false);
            fail(promise, new ConnectException("Connection refused: " + target));
        });
        new Handshake(this, target, out, welcome, refusal).knock();
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
        probes.restart();
        if (promise.trySuccess()) {
            pipeline().fireChannelActive();
            if (config.isAutoRead()) {
                read();
            }
        }
    }

    /** The system has news for the program; before the channel is registered it has no loop to tell. */
    private void inLoop(Runnable task) {
        if (isRegistered() && life.alive()) {
            eventLoop().execute(task);
        }
    }

    private void arrive(byte[] bytes) {
        if (!life.alive() || disowned || !open) {
            // Whoever had this connection is gone, and its host, which lives, says so.
            SimChannel sender = peer;
            if (sender != null && bytes != END) {
                network.stray(life.process.ip, sender.life.process.ip).send(0, sender::reset);
            }
            return;
        }
        probes.heard();
        inbound.add(bytes);
        inLoop(this::drain);
    }

    private void probesChanged() {
        if (connected && open) {
            probes.restart();
        }
    }

    private void probe() {
        SimChannel other = peer;
        if (life.alive() && open && pipe != null && other != null) {
            pipe.send(0, () -> {
                boolean known = other.life.alive() && !other.disowned && other.open;
                network.stray(remote.getAddress(), life.process.ip).send(0, known ? probes::heard : this::reset);
            });
        }
    }

    private void reset() {
        breaks(new IOException("Connection reset by peer"));
    }

    private void timeOut() {
        breaks(new IOException("Connection timed out"));
    }

    private void breaks(IOException why) {
        broken = why;
        inLoop(this::breakDown);
    }

    private void breakDown() {
        IOException why = broken;
        if (open && why != null) {
            pipeline().fireExceptionCaught(why);
            unsafe().close(voidPromise());
        }
    }

    // What the network does to it

    boolean leadsTo(InetAddress ip) {
        return remote != null && remote.getAddress().equals(ip);
    }

    void forget() {
        if (pipe != null) {
            pipe.forget();
        }
    }

    /** What arrives here from now on belongs to no connection that anybody knew. */
    void disown() {
        disowned = true;
    }

    void breakOff() {
        reset();
    }

    /** The program at this end has died without a word, and its host tells the other end. */
    void abandon() {
        SimChannel other = peer;
        if (pipe != null && other != null && open) {
            pipe.send(0, other::reset);
        }
    }

    // Reading

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
            ByteBuf read = Unpooled.buffer(bytes.length).writeBytes(bytes);
            while (!inbound.isEmpty() && inbound.peek() != END && network.inPieces()) {
                read.writeBytes(inbound.poll());
            }
            int length = read.readableBytes();
            pipeline().fireChannelRead(read);
            if (peer != null) {
                peer.wasRead(length, pipe);
            }
        }
        if (any) {
            pipeline().fireChannelReadComplete();
        }
    }

    @Override
    protected void doBeginRead() {
        readPending = true;
        if (broken != null) {
            eventLoop().execute(this::breakDown);
        } else if (!inbound.isEmpty()) {
            eventLoop().execute(this::drain);
        }
    }

    // Writing

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        for (Object message = out.current(); message != null; message = out.current()) {
            ByteBuf buffer = (ByteBuf) message;
            int length = Math.min(buffer.readableBytes(), network.buffer() - unread);
            if (length < buffer.readableBytes() && length <= 0) {
                waitsForRoom = true;
                return;
            }
            byte[] bytes = new byte[length];
            buffer.getBytes(buffer.readerIndex(), bytes);
            if (length == buffer.readableBytes()) {
                out.remove();
            } else {
                out.removeBytes(length);
            }
            unread += length;
            send(bytes);
        }
    }

    /** The other end has made room; it tells us when half of the buffer is free, as windows are opened. */
    private void wasRead(int length, @Nullable Pipe back) {
        unread -= length;
        if (waitsForRoom && unread <= network.buffer() / 2 && back != null) {
            waitsForRoom = false;
            back.send(0, () -> inLoop(() -> unsafe().flush()));
        }
    }

    /** How much was written here and is not read there. */
    long unread() {
        ChannelOutboundBuffer held = unsafe().outboundBuffer();
        return unread + (held == null ? 0 : held.totalPendingWriteBytes());
    }

    private void send(byte[] bytes) {
        SimChannel other = peer;
        if (!life.alive() || other == null || pipe == null) {
            return;
        }
        if (bytes != END && network.drawn(pipe.quality().resetsPerMillion(), MILLION)) {
            pipe.send(0, other::reset);
            reset();
        } else if (bytes.length > 1 && network.inPieces()) {
            int from = 0;
            while (from < bytes.length) {
                int to = from + network.lengthOfPiece(bytes.length - from);
                byte[] piece = Arrays.copyOfRange(bytes, from, to);
                pipe.send(piece.length, () -> other.arrive(piece));
                from = to;
            }
        } else {
            pipe.send(bytes.length, () -> other.arrive(bytes));
        }
    }

    @Override
    protected void doClose() {
        if (open) {
            open = false;
            probes.end();
            life.channels.remove(this);
            if (connected && broken == null) {
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
