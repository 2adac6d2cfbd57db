package dev.vedette.sim;

import dev.vedette.platform.SeededChance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who can reach whom. Cuts hold packets back and reset nothing, like a cable that was pulled. */
public final class SimNetwork {
    private static final Duration SHORTEST = Duration.ofNanos(100_000);

    public final World world;
    private final SeededChance chance;
    private final Map<String, SimServerChannel> listening = new TreeMap<>();
    private final Set<String> cuts = new TreeSet<>();
    private final Set<String> down = new TreeSet<>();
    private Duration spread = Duration.ofMillis(2);

    public SimNetwork(World world, SeededChance chance) {
        this.world = world;
        this.chance = chance;
    }

    /** From now on packets take up to this long. */
    public void slow(Duration latency) {
        spread = latency;
    }

    public Duration latency() {
        return SHORTEST.plus(chance.upTo(spread));
    }

    public Pipe pipe(InetAddress from, InetAddress to) {
        return new Pipe(this, from, to);
    }

    /** Nothing gets from one to the other; the way back stays as it is. */
    public void cutOneWay(SimProcess from, SimProcess to) {
        cuts.add(way(from.ip, to.ip));
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
        cuts.remove(way(from.ip, to.ip));
    }

    public void heal() {
        cuts.clear();
    }

    public boolean isCut(InetAddress from, InetAddress to) {
        return cuts.contains(way(from, to));
    }

    /** Says neither yes nor no from now on, as a host without power. */
    public void hostDown(InetAddress ip) {
        down.add(ip.getHostAddress());
        listening.keySet().removeIf(key -> key.startsWith(ip.getHostAddress() + ":"));
    }

    public void hostUp(InetAddress ip) {
        down.remove(ip.getHostAddress());
    }

    public boolean isDown(InetAddress ip) {
        return down.contains(ip.getHostAddress());
    }

    public void listen(InetSocketAddress at, SimServerChannel server) {
        listening.put(key(at), server);
    }

    public void unlisten(InetSocketAddress at, SimServerChannel server) {
        listening.remove(key(at), server);
    }

    @Nullable
    public SimServerChannel listenerAt(InetSocketAddress at) {
        SimServerChannel server = listening.get(key(at));
        return server != null && server.life.alive() ? server : null;
    }

    private static String way(InetAddress from, InetAddress to) {
        return from.getHostAddress() + ">" + to.getHostAddress();
    }

    private static String key(InetSocketAddress at) {
        return at.getAddress().getHostAddress() + ":" + at.getPort();
    }
}
