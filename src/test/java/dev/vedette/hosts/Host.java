package dev.vedette.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host: a network namespace with an address, a packet filter and, where it was written, resolver files of its own.
 * Disks, memory and the clock are those of the machine.
 */
final class Host implements AutoCloseable {
    private final String name;
    private final String space;
    private final String door;
    private String ip;
    private @Nullable Cable cable;

    Host(String name, String space, String ip, String door) {
        this.name = name;
        this.space = space;
        this.door = door;
        this.ip = ip;
    }

    String name() {
        return name;
    }

    String space() {
        return space;
    }

    String ip() {
        return ip;
    }

    InetSocketAddress at(int port) {
        return new InetSocketAddress(ip, port);
    }

    /** The same for clients on the other hosts: an address that is cut off with this one. */
    InetSocketAddress fromOutside(int port) {
        return new InetSocketAddress(door, port);
    }

    void own(Cable cable) {
        this.cable = cable;
    }

    Cable cable() {
        Cable own = cable;
        if (own == null) {
            throw new IllegalStateException("the cable of " + name + " cannot be disturbed");
        }
        return own;
    }

    void connect() throws IOException {
        Shell.run("""
                ip -n %1$s addr add %2$s/24 dev eth0
                ip -n %1$s addr add %3$s/24 dev eth0
                ip -n %1$s link set eth0 up
                """.formatted(space, ip, door));
    }

    /** Takes another address, as a container does that is made anew. Connections to the old one hear nothing more. */
    void moveTo(String address) throws IOException {
        Shell.run("ip -n %1$s addr flush dev eth0\nip -n %1$s addr add %2$s/24 dev eth0".formatted(space, address));
        ip = address;
    }

    /** What runs a program here; it becomes that program, so its process is that of the program. */
    List<String> command(List<String> program) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", space));
        words.addAll(program);
        return words;
    }

    void run(String script) throws IOException {
        Shell.run("ip netns exec " + space + " bash -euc '" + script + "'");
    }

    /** From now on nothing that the other one sends arrives here; what is sent there does. */
    void deafTo(Host other) throws IOException {
        run("iptables -w 10 -A INPUT -s " + other.ip + " -j DROP");
    }

    /** From now on clients on the other hosts reach nothing here. */
    void closeDoor() throws IOException {
        run("iptables -w 10 -A INPUT -d " + door + " -j DROP");
    }

    void deafTo(String address) throws IOException {
        run("iptables -w 10 -A INPUT -s " + address + " -j DROP");
    }

    void hearAll() throws IOException {
        run("iptables -w 10 -F INPUT");
    }

    /** Whom programs of this host ask for names; the files are seen by those that are started afterwards. */
    void resolver(String server) throws IOException {
        Shell.run("""
                mkdir -p /etc/netns/%1$s
                printf "nameserver %2$s\\noptions timeout:1 attempts:1\\n" >/etc/netns/%1$s/resolv.conf
                echo "hosts: files dns" >/etc/netns/%1$s/nsswitch.conf
                """.formatted(space, server));
    }

    @Override
    public void close() {
        if (cable != null) {
            cable.close();
        }
        try {
            Shell.run("ip netns del " + space + " || true; rm -rf /etc/netns/" + space);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
