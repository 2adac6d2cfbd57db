package dev.vedette.platform;

import dev.vedette.model.Address;
import dev.vedette.model.IpText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel which of our addresses a packet would carry, by connecting a datagram socket: that looks the route up
 * and sends nothing.
 */
public final class SystemRoutes implements Routes {
    private static final int V4_BYTES = 4;
    /** Routes do not depend on the port, and 0 cannot be connected to. */
    private static final int ANY_PORT = 9;

    @Override
    public String sourceTowards(Address target) {
        byte[] bytes = IpText.bytes(target.host());
        if (bytes == null) {
            return fallback(true);
        }
        boolean v4 = bytes.length == V4_BYTES;
        try (DatagramChannel channel =
                DatagramChannel.open(v4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6)) {
            channel.connect(new InetSocketAddress(InetAddress.getByAddress(bytes), ANY_PORT));
            InetAddress local = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
            return local.isAnyLocalAddress() ? fallback(v4) : IpText.of(local.getAddress());
        } catch (IOException | UnsupportedOperationException e) {
            return fallback(v4);
        }
    }

    /**
     * Without a route nobody hears us now; an address of a live interface is the best guess for when one comes back.
     */
    private static String fallback(boolean v4) {
        String found = ofLiveInterface(v4);
        if (found != null) {
            return found;
        }
        return v4 ? "127.0.0.1" : "::1";
    }

    private static @Nullable String ofLiveInterface(boolean v4) {
        try {
            for (NetworkInterface net : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!net.isUp() || net.isLoopback()) {
                    continue;
                }
                for (InetAddress address : Collections.list(net.getInetAddresses())) {
                    if (address.getAddress().length == V4_BYTES == v4 && !address.isLinkLocalAddress()) {
                        return IpText.of(address.getAddress());
                    }
                }
            }
            return null;
        } catch (SocketException e) {
            return null;
        }
    }
}
