package dev.vedette.sim;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.EventLoop;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A listening socket. The hosts of this world have one IPv4 address each. */
final class SimServerChannel extends AbstractServerChannel {
    final Life life;
    private final ChannelConfig config = new LenientConfig(this);
    private InetSocketAddress local;
    private boolean open = true;

    SimServerChannel(Life life) {
        this.life = life;
    }

    /** The system has taken a connection; the program sees it when it runs. */
    void accept(SimChannel child) {
        eventLoop().execute(() -> {
            pipeline().fireChannelRead(child);
            pipeline().fireChannelReadComplete();
        });
    }

    @Override
    protected void doBind(SocketAddress address) throws BindException {
        InetSocketAddress wanted = (InetSocketAddress) address;
        if (wanted.getAddress() instanceof Inet6Address) {
            throw new BindException("Address family not supported");
        }
        local = new InetSocketAddress(life.process.ip, wanted.getPort());
        life.world.network.listen(local, this);
    }

    @Override
    protected void doClose() {
        open = false;
        if (local != null) {
            life.world.network.unlisten(local, this);
        }
    }

    @Override
    protected void doBeginRead() {}

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimLoop;
    }

    @Override
    protected SocketAddress localAddress0() {
        return local;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open && local != null;
    }
}
