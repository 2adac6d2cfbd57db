package dev.vedette.model;

/**
 * Where an instance listens: the text of an IP address and a port.
 *
 * @param host text of an IPv4 or IPv6 address, without brackets
 * @param port 0 to 65535; 0 means known but not reachable, and is never connected to
 */
public record Address(String host, int port) implements Comparable<Address> {
    public static final int MAX_PORT = 65_535;

    public Address {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and " + MAX_PORT);
        }
    }

    @Override
    public int compareTo(Address other) {
        int byHost = host.compareTo(other.host);
        return byHost != 0 ? byHost : Integer.compare(port, other.port);
    }

    /** The form that names a replica: {@code 10.0.0.1:6379}, {@code [::1]:6379}. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
