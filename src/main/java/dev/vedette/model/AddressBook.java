package dev.vedette.model;

import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What host names stood for when they were last looked up, and which of both is shown to others.
 *
 * <p>Think of a telephone book: people are known by their names, whatever number they have this week, and only who
 * dials looks the number up. An instance is known all over the program by its host as it was first given, so that its
 * identity survives when its IP address changes; links dial what the book says, and comparing with a host that others
 * speak of goes through the book. The names room is its one writer; every brain has a copy, changed by facts. Rejected:
 * an address that carries its IP, of which every copy would grow old by itself; and IP addresses as the identity, which
 * would rename an instance, its link and its place in a failover whenever a pod moves.
 *
 * <p>Not thread-safe: each copy belongs to one context.
 */
public final class AddressBook {
    /** Stands for "was looked up, and nothing was found". */
    private static final String NOTHING = "";

    private NamePolicy policy;
    private long changes;
    private final Map<String, String> ips;

    public AddressBook(NamePolicy policy) {
        this(policy, new TreeMap<>());
    }

    private AddressBook(NamePolicy policy, Map<String, String> ips) {
        this.policy = policy;
        this.ips = ips;
    }

    public AddressBook copy() {
        return new AddressBook(policy, new TreeMap<>(ips));
    }

    public NamePolicy policy() {
        return policy;
    }

    public void policy(NamePolicy changed) {
        policy = changed;
    }

    /**
     * A look-up ended. One that failed changes nothing that an earlier one found: a name server that is down must not
     * take the instances with it.
     *
     * @param ip null when it failed
     * @return whether the name stands for something else now
     */
    public boolean learn(String host, @Nullable String ip) {
        String key = key(host);
        if (ip == null) {
            ips.putIfAbsent(key, NOTHING);
            return false;
        }
        if (ips.size() >= Limits.NAMES && !ips.containsKey(key)) {
            forgetOne();
        }
        boolean news = !ip.equals(ips.put(key, ip));
        changes += news ? 1 : 0;
        return news;
    }

    /** How often a name has come to stand for something else. */
    public long changes() {
        return changes;
    }

    private void forgetOne() {
        Iterator<String> eldest = ips.keySet().iterator();
        eldest.next();
        eldest.remove();
    }

    /** The IP address of a host, itself when it is one, or null while a name has never been found. */
    public @Nullable String ip(String host) {
        if (!HostText.isName(host)) {
            return host;
        }
        String ip = ips.get(key(host));
        return NOTHING.equals(ip) ? null : ip;
    }

    /** Whether it is a name that may be looked up and was not yet, so that comparing it would be guessing. */
    public boolean isOpen(String host) {
        return policy.resolve() && HostText.isName(host) && !ips.containsKey(key(host));
    }

    /** Whether an address with this host may be used here at all. */
    public boolean admits(String host) {
        return policy.resolve() || !HostText.isName(host);
    }

    /** The same port, and the same host by its text or by what it stands for. */
    public boolean same(Address one, Address other) {
        if (one.port() != other.port()) {
            return false;
        }
        if (one.equals(other)) {
            return true;
        }
        String ip = ip(one.host());
        return ip != null && ip.equals(ip(other.host()));
    }

    /** The one of {@code known} that is meant by {@code heard}: that with its very text before others; or null. */
    public @Nullable Address among(Collection<Address> known, Address heard) {
        Address found = null;
        for (Address candidate : known) {
            if (candidate.equals(heard)) {
                return candidate;
            }
            if (found == null && same(candidate, heard)) {
                found = candidate;
            }
        }
        return found;
    }

    /**
     * What others are told. A name that was never found is told as it is: stock sentinels show nothing at all then,
     * which nobody can use.
     */
    public Address shown(Address address) {
        return policy.announce() ? address : dialled(address);
    }

    /** What the file says: names stay as long as they can be read there. */
    public Address written(Address address) {
        return policy.resolve() ? address : dialled(address);
    }

    /** With what the name stands for in its place, if that is known. */
    public Address dialled(Address address) {
        String ip = ip(address.host());
        return ip == null || ip.equals(address.host()) ? address : new Address(ip, address.port());
    }

    private static String key(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
