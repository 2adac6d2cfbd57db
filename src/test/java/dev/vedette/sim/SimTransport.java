package dev.vedette.sim;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** What Vert.x stands on in the simulation: loops with a clock of ours, and sockets that are objects. */
final class SimTransport implements Transport, io.vertx.core.transport.Transport {
    private final Life life;

    SimTransport(Life life) {
        this.life = life;
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int loops, ThreadFactory threads, int ioRatio) {
        return new MultiThreadIoEventLoopGroup(loops, threads, ioHandlerFactory()) {
            @Override
            protected IoEventLoop newChild(Executor executor, IoHandlerFactory factory, Object... more) {
                return life.newLoop(this);
            }

            /** A loop without a thread needs no end; asked to end, Netty's would sleep for a real while. */
            @Override
            public Future<?> shutdownGracefully(long quiet, long timeout, TimeUnit unit) {
                return ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
            }
        };
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return loop -> {
            throw new UnsupportedOperationException("loops are made one by one");
        };
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return () -> new SimChannel(life, null);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return () -> new SimServerChannel(life);
    }

    @Override
    public DatagramChannel datagramChannel() {
        return new SimDatagramChannel();
    }

    @Override
    @SuppressWarnings("deprecation") // Vert.x asks for it
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return datagramChannel();
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public Transport implementation() {
        return this;
    }
}
