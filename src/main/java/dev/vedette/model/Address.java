package dev.vedette.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance listens: a host as it was given, and a port. Two are equal when their texts are; capitals do not
 * count. What a name stands for is not part of it: that changes, and {@link AddressBook} knows.
 *
 * @param host text of an IPv4 or IPv6 address, without brackets, or the name of a host
 * @param port 0 to 65535; 0 means known but not reachable, and is never connected to
 */
public record Address(String host, int port) implements Comparable<Address> {
    public static final int MAX_PORT = 65_535;

    public Address {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and " + MAX_PORT);
        }
    }

    /** Whether its host is a name, which has to be looked up. */
    public boolean isNamed() {
        return HostText.isName(host);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Address address && port == address.port && host.equalsIgnoreCase(address.host);
    }

    @Override
    public int hashCode() {
        return host.toLowerCase(Locale.ROOT).hashCode() * 31 + port;
    }

    @Override
    public int compareTo(Address other) {
        int byHost = host.compareToIgnoreCase(other.host);
        return byHost != 0 ? byHost : Integer.compare(port, other.port);
    }

    /** The form that names a replica: {@code 10.0.0.1:6379}, {@code [::1]:6379}. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
