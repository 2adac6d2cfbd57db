package dev.vedette.sim;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.EventLoop;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A listening socket. The hosts of this world have one IPv4 address each. The system takes connections for the program
 * also while the program does not run, but only so many.
 */
final class SimServerChannel extends AbstractServerChannel {
    static final int BACKLOG = 128;

    final Life life;
    private final ChannelConfig config = new LenientConfig(this, () -> {});
    private InetSocketAddress local;
    private boolean open = true;
    private int waiting;

    SimServerChannel(Life life) {
        this.life = life;
    }

    /** Whether the system takes no more connections, and answers none either. */
    boolean isFull() {
        return waiting >= BACKLOG;
    }

    /** The system has taken a connection; the program sees it when it runs. */
    void accept(SimChannel child) {
        waiting++;
        eventLoop().execute(() -> {
            waiting--;
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
        int port = wanted.getPort() == 0 ? life.process.nextPort() : wanted.getPort();
        InetSocketAddress at = new InetSocketAddress(life.process.ip, port);
        if (!life.world.network.listen(at, this)) {
            throw new BindException("Address already in use");
        }
        local = at;
        life.servers.add(this);
    }

    @Override
    protected void doClose() {
        open = false;
        life.servers.remove(this);
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
