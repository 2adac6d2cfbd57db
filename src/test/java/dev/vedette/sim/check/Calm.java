package dev.vedette.sim.check;

import dev.vedette.config.ConfigLoader;
import dev.vedette.config.Loading;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterState;
import dev.vedette.model.SentinelState;
import dev.vedette.platform.SeededChance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must hold in the end, when nothing has been broken for a while and everybody had time to learn and to write. */
public final class Calm {
    /**
     * The configuration file of a live sentinel.
     *
     * @param written as an operator left it
     * @param now null when it is gone
     */
    public record Kept(String who, String written, @Nullable String now) {}

    private final Court court;
    private final FailoversEnd failovers;

    Calm(Court court, FailoversEnd failovers) {
        this.court = court;
        this.failovers = failovers;
    }

    void check(List<Kept> files) {
        files.forEach(this::file);
        List<String> live = files.stream().map(Kept::who).toList();
        oneMind(live);
        failovers.open().forEach((whose, since) -> {
            if (isOfOneOf(live, whose)) {
                court.broken(
                        Invariant.FAILOVERS_END,
                        whose + ": the failover that began at " + since.toMillis() + " ms has not ended");
            }
        });
    }

    /** Whether no failover of theirs is under way. One that was ordered in TILT waits until TILT is over. */
    boolean isAtRest(List<String> live) {
        return failovers.open().keySet().stream().noneMatch(whose -> isOfOneOf(live, whose));
    }

    private static boolean isOfOneOf(List<String> live, String whose) {
        return live.contains(whose.substring(0, whose.indexOf(' ')));
    }

    private void oneMind(List<String> live) {
        Map<MasterName, String> first = new TreeMap<>();
        for (String who : live) {
            court.cast.pictures(who).forEach((name, picture) -> {
                String mine = picture.advertised() + " of config epoch " + picture.configEpoch();
                String other = first.putIfAbsent(name, mine);
                if (other != null && !other.equals(mine)) {
                    court.broken(Invariant.ONE_MIND, who + " names " + mine + " for " + name + ", others " + other);
                }
            });
        }
    }

    // Files

    private void file(Kept file) {
        Loading loading = file.now() == null
                ? null
                : ConfigLoader.loadConf(
                        Path.of("/" + file.who() + ".conf"), file.now(), List.of(), new SeededChance(0, "nobody"));
        if (loading instanceof Loading.Loaded loaded) {
            operator(file);
            state(file.who(), loaded.state());
        } else {
            lost(file.who(), "cannot start again: " + (loading == null ? "no file" : loading));
        }
    }

    private void lost(String who, String what) {
        court.broken(Invariant.FILES_KEPT, who + " " + what);
    }

    /**
     * Comments and plain directives stay as they are and in their order; sentinel lines are the program's to rewrite.
     */
    private void operator(Kept file) {
        List<String> wanted = new ArrayList<>(file.written()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("sentinel "))
                .toList());
        for (String line : file.now().lines().map(String::strip).toList()) {
            if (!wanted.isEmpty() && wanted.get(0).equals(line)) {
                wanted.remove(0);
            }
        }
        if (!wanted.isEmpty()) {
            lost(file.who(), "has lost what the operator wrote, from here on: " + wanted.get(0));
        }
    }

    private void state(String who, SentinelState disk) {
        same(who, "its id", disk.myId(), court.cast.id(who));
        same(who, "its current epoch", disk.currentEpoch(), newest(who));
        same(
                who,
                "its masters",
                disk.masters().keySet(),
                court.cast.pictures(who).keySet());
        disk.masters().forEach((name, master) -> {
            MasterPicture picture = court.cast.picture(who, name);
            if (picture != null) {
                master(who, name, master, picture);
            }
        });
    }

    /** A start takes the newest of all epochs in the file. */
    private Epoch newest(String who) {
        return court.cast.pictures(who).values().stream()
                .map(MasterPicture::configEpoch)
                .reduce(court.cast.currentEpoch(who), Epoch::max);
    }

    private void master(String who, MasterName name, MasterState disk, MasterPicture memory) {
        SortedSet<Address> replicas = new TreeSet<>(memory.replicas());
        replicas.add(memory.address());
        replicas.remove(memory.advertised());
        same(who, name + ": its address", disk.address(), memory.advertised());
        same(who, name + ": its config epoch", disk.configEpoch(), memory.configEpoch());
        same(who, name + ": its settings", disk.settings(), memory.settings());
        same(who, name + ": its replicas", disk.replicas(), replicas);
        same(who, name + ": its sentinels", disk.peers(), court.cast.peers(who, name));
    }

    private void same(String who, String what, Object disk, Object memory) {
        if (!disk.equals(memory)) {
            lost(who, "has on its disk for " + what + " " + disk + ", and knows " + memory);
        }
    }
}
