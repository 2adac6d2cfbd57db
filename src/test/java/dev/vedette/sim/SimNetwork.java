package dev.vedette.sim;

import dev.vedette.platform.SeededChance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who can reach whom, how well, and what becomes of connections on the way. Cuts hold packets back and reset nothing,
 * like a cable that was pulled; everything else that a network does to a connection has a method of its own.
 */
public final class SimNetwork {
    /** What is sent and never confirmed ends its connection then, as Linux does with its usual settings. */
    public static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(924);

    private static final int USUAL_BUFFER = 256 * 1024;

    public final World world;
    private final SeededChance chance;
    /** Of its own, so that who writes in pieces has the latencies of who does not. */
    private final SeededChance pieces;

    private final Map<String, SimServerChannel> listening = new TreeMap<>();
    /** By both addresses, one in each half. */
    private final Map<Long, Way> ways = new TreeMap<>();

    private final Map<String, Way.Host> hosts = new TreeMap<>();
    private Quality usual = Quality.USUAL;
    private int buffer = USUAL_BUFFER;
    private int splitPermille;

    public SimNetwork(World world, SeededChance chance) {
        this.world = world;
        this.chance = chance;
        this.pieces = world.chance("network/pieces");
    }

    // How well

    /** From now on packets take up to this long, where nothing else is said of the way. */
    public void slow(Duration latency) {
        usual = usual.spread(latency);
    }

    /** How good every way is of which nothing else is said. */
    public void quality(Quality everywhere) {
        usual = everywhere;
    }

    /** How good the way from one to the other is; the way back stays as it is. */
    public void quality(SimProcess from, SimProcess to, Quality own) {
        way(from.ip, to.ip).own = own;
    }

    /** How many of a thousand writes arrive in pieces; and as many reads take all that has come at once. */
    public void pieces(int permille) {
        splitPermille = permille;
    }

    /** How much may be under way or unread on each connection before its writer has to wait. */
    public void buffer(int bytes) {
        buffer = bytes;
    }

    // Who cannot reach whom

    /** Nothing gets from one to the other; the way back stays as it is. */
    public void cutOneWay(SimProcess from, SimProcess to) {
        way(from.ip, to.ip).cut = true;
    }

    public void cut(SimProcess one, SimProcess other) {
        cutOneWay(one, other);
        cutOneWay(other, one);
    }

    /** Whoever is on one side does not reach the other side. */
    public void partition(Iterable<SimProcess> here, Iterable<SimProcess> there) {
        here.forEach(one -> there.forEach(other -> cut(one, other)));
    }

    public void healOneWay(SimProcess from, SimProcess to) {
        way(from.ip, to.ip).cut = false;
    }

    /** New connections to it are refused, as by a firewall; those that exist live on. */
    public void refuse(SimProcess process) {
        host(process.ip).refusing = true;
    }

    public void accept(SimProcess process) {
        host(process.ip).refusing = false;
    }

    /** Undoes cuts and refusals, and makes all ways as good as any. What a connection has suffered stays. */
    public void heal() {
        ways.values().forEach(way -> {
            way.cut = false;
            way.own = null;
        });
        hosts.values().forEach(host -> host.refusing = false);
    }

    // What becomes of connections

    /** The connections that exist between the two go silent, as when a translator of addresses has forgotten them. */
    public void forget(SimProcess one, SimProcess other) {
        between(one, other, SimChannel::forget);
    }

    /** As {@link #forget}, but whoever says something on one of them hears that there is no such connection. */
    public void disown(SimProcess one, SimProcess other) {
        between(one, other, SimChannel::disown);
    }

    /** The connections that exist between the two are reset at both ends, now. */
    public void reset(SimProcess one, SimProcess other) {
        between(one, other, SimChannel::breakOff);
    }

    private static void between(SimProcess one, SimProcess other, Consumer<SimChannel> what) {
        ends(one, other).forEach(what);
        if (one != other) {
            ends(other, one).forEach(what);
        }
    }

    private static List<SimChannel> ends(SimProcess here, SimProcess there) {
        return here.life().channels.stream()
                .filter(channel -> channel.leadsTo(there.ip))
                .toList();
    }

    // Hosts

    /** Says neither yes nor no from now on, as a host without power. */
    public void hostDown(InetAddress ip) {
        host(ip).down = true;
        listening.keySet().removeIf(key -> key.startsWith(ip.getHostAddress() + ":"));
    }

    public void hostUp(InetAddress ip) {
        host(ip).down = false;
        host(ip).asleep = false;
    }

    void hostAsleep(InetAddress ip, boolean asleep) {
        host(ip).asleep = asleep;
    }

    boolean refuses(InetAddress ip) {
        return host(ip).refusing;
    }

    /** @return false when somebody else has that address */
    boolean listen(InetSocketAddress at, SimServerChannel server) {
        if (listenerAt(at) != null) {
            return false;
        }
        listening.put(key(at), server);
        return true;
    }

    void unlisten(InetSocketAddress at, SimServerChannel server) {
        listening.remove(key(at), server);
    }

    @Nullable
    SimServerChannel listenerAt(InetSocketAddress at) {
        SimServerChannel server = listening.get(key(at));
        return server != null && server.life.alive() ? server : null;
    }

    // For the ways and the channels

    Way way(InetAddress from, InetAddress to) {
        long key = number(from) << Integer.SIZE | number(to);
        Way known = ways.get(key);
        if (known == null) {
            known = new Way(this, host(from), host(to));
            ways.put(key, known);
        }
        return known;
    }

    private static long number(InetAddress ip) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(ip.getAddress()).getInt());
    }

    /** For what does not belong to a connection, as the answer of a host without the program. */
    Pipe stray(InetAddress from, InetAddress to) {
        return new Pipe(way(from, to), () -> {});
    }

    private Way.Host host(InetAddress ip) {
        return hosts.computeIfAbsent(ip.getHostAddress(), key -> new Way.Host());
    }

    Quality usual() {
        return usual;
    }

    int buffer() {
        return buffer;
    }

    long drawnLatency(Quality quality) {
        return quality.shortest().plus(chance.upTo(quality.spread())).toNanos();
    }

    /** Never draws for what never happens. */
    boolean drawn(int times, int of) {
        return times > 0 && chance.between(1, of) <= times;
    }

    boolean inPieces() {
        return splitPermille > 0 && pieces.between(1, 1_000) <= splitPermille;
    }

    int lengthOfPiece(int most) {
        return pieces.between(1, most);
    }

    private static String key(InetSocketAddress at) {
        return at.getAddress().getHostAddress() + ":" + at.getPort();
    }
}
