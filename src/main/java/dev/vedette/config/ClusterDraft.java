package dev.vedette.config;

import dev.vedette.model.Address;
import dev.vedette.model.ClusterSettings;
import dev.vedette.model.HostText;
import dev.vedette.model.IpText;
import dev.vedette.model.Limits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a configuration says about the cluster, while it is being read. Both kinds of file fill it in. */
final class ClusterDraft {
    private static final String MEMBER = "an address or the name of a host, and a port where it is another one than"
            + " ours: 10.0.0.2 or 10.0.0.2:5701 or [2001:db8::2]:5701";

    boolean enabled;
    int port = ClusterSettings.DEFAULT_PORT;
    /** 0 while nobody has said it. */
    int busPort;

    private String name = ClusterSettings.OFF.name();
    private String host = ClusterSettings.OFF.host();
    private String secret = "";
    private List<Member> members = List.of();

    /** @param port 0 for the same as ours, which may stand further down in the file */
    private record Member(String host, int port) {}

    private int bus() {
        return busPort == 0 ? port + ClusterSettings.BUS_PORT_ABOVE : busPort;
    }

    ClusterSettings settings() {
        List<Address> addresses = members.stream()
                .map(member -> new Address(member.host, member.port == 0 ? port : member.port))
                .toList();
        return new ClusterSettings(enabled, name, host, port, bus(), addresses, secret);
    }

    /** What is wrong although each value alone is right; null if nothing. */
    @Nullable
    Fault contradiction() {
        int bus = bus();
        if (!enabled || bus != port && bus <= Address.MAX_PORT) {
            return null;
        }
        return new Fault(
                "The event bus of the cluster cannot listen on port " + bus + ".",
                "a vedette-cluster-bus-port (busPort) of its own; unless it is said it is "
                        + ClusterSettings.BUS_PORT_ABOVE + " above vedette-cluster-port (port)");
    }

    void name(String text) throws Fault {
        if (!text.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new Fault("Invalid name of a cluster.", "1 to 64 letters, digits, dots, dashes and underscores");
        }
        name = text;
    }

    /** One address, because it is also what others are told to connect to. */
    void host(String text) throws Fault {
        String ip = IpText.canonical(text);
        if (ip == null || ip.equals("0.0.0.0") || ip.equals("::")) {
            throw new Fault("Invalid address of a node.", "the one IP address of this machine that other nodes reach");
        }
        host = ip;
    }

    void secret(String text) throws Fault {
        if (text.length() < Limits.CLUSTER_SECRET_FROM || text.length() > Limits.CLUSTER_SECRET_TO) {
            throw new Fault(
                    "Invalid secret of a cluster.",
                    Limits.CLUSTER_SECRET_FROM + " to " + Limits.CLUSTER_SECRET_TO
                            + " characters, the same on all nodes; for example from: openssl rand -hex 32");
        }
        secret = text;
    }

    void members(List<String> texts) throws Fault {
        if (texts.size() > Limits.CLUSTER_NODES) {
            throw new Fault("Too many members of a cluster.", "at most " + Limits.CLUSTER_NODES);
        }
        List<Member> read = new ArrayList<>();
        for (String text : texts) {
            read.add(member(text));
        }
        members = read;
    }

    private static Member member(String text) throws Fault {
        String whole = HostText.read(text);
        if (whole != null) {
            return new Member(whole, 0);
        }
        int colon = text.lastIndexOf(':');
        String before = colon < 0 ? text : text.substring(0, colon);
        boolean bracketed = before.startsWith("[") && before.endsWith("]");
        String host = HostText.read(bracketed ? before.substring(1, before.length() - 1) : before);
        String port = text.substring(colon + 1);
        boolean usable = host != null && port.matches("[0-9]{1,5}") && (bracketed || before.indexOf(':') < 0);
        int number = usable && colon >= 0 ? Integer.parseInt(port) : 0;
        if (host == null || number < 1 || number > Address.MAX_PORT) {
            throw new Fault("Invalid member of a cluster: " + text, MEMBER);
        }
        return new Member(host, number);
    }
}
