package dev.vedette.sim;

import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramChannelConfig;
import io.netty.channel.socket.DefaultDatagramChannelConfig;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * A datagram socket that nothing arrives at and nothing leaves. Vert.x opens one to ask name servers, also where every
 * host is named by its address; it wants to close it again.
 */
final class SimDatagramChannel extends AbstractChannel implements DatagramChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(true);

    private final DatagramChannelConfig config;
    private boolean open = true;

    SimDatagramChannel() {
        super(null);
        try (DatagramSocket none = new DatagramSocket(null)) {
            this.config = new DefaultDatagramChannelConfig(this, none) {
                @Override
                public <T> boolean setOption(ChannelOption<T> option, T value) {
                    return true;
                }
            };
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
                promise.setSuccess();
            }
        };
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        while (out.current() != null) {
            out.remove();
        }
    }

    @Override
    protected void doClose() {
        open = false;
    }

    @Override
    public DatagramChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open && isRegistered();
    }

    @Override
    public boolean isConnected() {
        return false;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimLoop;
    }

    @Override
    protected void doBind(SocketAddress local) {}

    @Override
    protected void doDisconnect() {}

    @Override
    protected void doBeginRead() {}

    @Override
    protected SocketAddress localAddress0() {
        return new InetSocketAddress(0);
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) super.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return null;
    }

    private ChannelFuture refuse() {
        return newFailedFuture(new UnsupportedOperationException("no groups in this world"));
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group) {
        return refuse();
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group, ChannelPromise promise) {
        return refuse();
    }

    @Override
    public ChannelFuture joinGroup(InetSocketAddress group, NetworkInterface net) {
        return refuse();
    }

    @Override
    public ChannelFuture joinGroup(InetSocketAddress group, NetworkInterface net, ChannelPromise promise) {
        return refuse();
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group, NetworkInterface net, InetAddress source) {
        return refuse();
    }

    @Override
    public ChannelFuture joinGroup(
            InetAddress group, NetworkInterface net, InetAddress source, ChannelPromise promise) {
        return refuse();
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group) {
        return refuse();
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group, ChannelPromise promise) {
        return refuse();
    }

    @Override
    public ChannelFuture leaveGroup(InetSocketAddress group, NetworkInterface net) {
        return refuse();
    }

    @Override
    public ChannelFuture leaveGroup(InetSocketAddress group, NetworkInterface net, ChannelPromise promise) {
        return refuse();
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group, NetworkInterface net, InetAddress source) {
        return refuse();
    }

    @Override
    public ChannelFuture leaveGroup(
            InetAddress group, NetworkInterface net, InetAddress source, ChannelPromise promise) {
        return refuse();
    }

    @Override
    public ChannelFuture block(InetAddress group, NetworkInterface net, InetAddress source) {
        return refuse();
    }

    @Override
    public ChannelFuture block(InetAddress group, NetworkInterface net, InetAddress source, ChannelPromise promise) {
        return refuse();
    }

    @Override
    public ChannelFuture block(InetAddress group, InetAddress source) {
        return refuse();
    }

    @Override
    public ChannelFuture block(InetAddress group, InetAddress source, ChannelPromise promise) {
        return refuse();
    }
}
