package dev.vedette.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network of hosts on this machine: a network namespace each, cabled to a bridge in a namespace of its own, so that
 * the machine's packet filter has no part in it. The machine itself is plugged in, too, and its cable is never cut:
 * from there the test sees both sides of a partition, and plays clients that are cut off together with a master.
 */
final class Lan implements AutoCloseable {
    private static final int NETWORKS = 250;
    private static final int OBSERVER = 254;
    private static final int DOORS = 100;

    private final int number;
    private final String bridge;
    private final List<Host> hosts = new ArrayList<>();

    private Lan(int number) {
        this.number = number;
        this.bridge = "vd" + number + "-bridge";
    }

    /** Why this machine cannot have such networks; empty when it can. */
    static Optional<String> refusal() {
        try {
            Shell.run("type ip iptables >/dev/null; [[ $EUID == 0 ]]");
        } catch (IOException e) {
            return Optional.of("network namespaces need root, ip (iproute2) and iptables");
        }
        try (Lan lan = Lan.make()) {
            Host host = lan.host("a");
            host.run("iptables -w 10 -L -n >/dev/null");
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("network namespaces are not permitted here: "
                    + String.valueOf(e.getMessage()).lines().reduce((a, b) -> b).orElse(""));
        }
    }

    static Lan make() throws IOException {
        String taken = Shell.run("ip -o -4 addr; ip netns list");
        for (int number = (int) (ProcessHandle.current().pid() % NETWORKS); ; number = (number + 1) % NETWORKS) {
            if (!taken.contains("10.213." + number + ".") && !taken.contains("vd" + number + "-")) {
                Lan lan = new Lan(number);
                try {
                    lan.build();
                    return lan;
                } catch (IOException | RuntimeException e) {
                    lan.close();
                    throw e;
                }
            }
        }
    }

    private void build() throws IOException {
        Shell.run("""
                ip netns add %1$s
                ip -n %1$s link add bridge type bridge
                ip -n %1$s link set bridge up
                ip link add vd%2$d type veth peer name observer netns %1$s
                ip -n %1$s link set observer master bridge up
                ip addr add %3$s/24 dev vd%2$d
                ip link set vd%2$d up
                """.formatted(bridge, number, address(OBSERVER)));
    }

    private String address(int host) {
        return "10.213." + number + "." + host;
    }

    /** Where the test itself is reached. */
    String observer() {
        return address(OBSERVER);
    }

    /** A further host, with an undisturbed cable. */
    Host host(String name) throws IOException {
        Host host = nextHost(name);
        Shell.run("""
                ip link add name eth0 netns %1$s type veth peer name %2$s netns %3$s
                ip -n %3$s link set dev %2$s master bridge up
                """.formatted(host.space(), name, bridge));
        host.connect();
        return host;
    }

    /** A further host, whose cable can be made slow and bad. */
    Host farHost(String name) throws IOException {
        Host host = nextHost(name);
        String near = "vd" + number + name + "n";
        String far = "vd" + number + name + "f";
        host.own(Cable.between(near, far));
        Shell.run("""
                ip link set dev %1$s netns %2$s name eth0
                ip link set dev %3$s netns %4$s name %5$s
                ip -n %4$s link set dev %5$s master bridge up
                """.formatted(near, host.space(), far, bridge, name));
        host.connect();
        return host;
    }

    private Host nextHost(String name) throws IOException {
        Host host = new Host(
                name, "vd" + number + "-" + name, address(hosts.size() + 1), address(DOORS + hosts.size() + 1));
        hosts.add(host);
        Shell.run("ip netns add " + host.space() + "\nip -n " + host.space() + " link set lo up");
        return host;
    }

    List<Host> hosts() {
        return List.copyOf(hosts);
    }

    /** An address that nobody has yet. */
    String freeAddress() {
        return address(OBSERVER - 1 - hosts.size());
    }

    /** These on one side, all others on the other: neither hears the other. Clients outside are on the other one. */
    void split(Host... side) throws IOException {
        List<Host> one = List.of(side);
        for (Host host : one) {
            host.closeDoor();
        }
        for (Host a : hosts) {
            for (Host b : hosts) {
                if (one.contains(a) != one.contains(b)) {
                    a.deafTo(b);
                }
            }
        }
    }

    /** Nobody hears anybody. */
    void shatter() throws IOException {
        for (Host a : hosts) {
            for (Host b : hosts) {
                if (a != b) {
                    a.deafTo(b);
                }
            }
        }
    }

    void heal() throws IOException {
        for (Host host : hosts) {
            host.hearAll();
        }
    }

    @Override
    public void close() {
        hosts.forEach(Host::close);
        try {
            Shell.run("ip link del vd" + number + " 2>/dev/null || true; ip netns del " + bridge + " || true");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
