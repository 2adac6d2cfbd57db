package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import dev.vedette.sim.SimDisk;
import dev.vedette.sim.SimProcess;
import java.time.Duration;
import java.util.Optional;

/** Disks of sentinels that refuse, hang or crawl. */
final class DiskBlows extends Blows {
    private static final Duration CRAWL = Duration.ofSeconds(1);

    DiskBlows(Deployment all, SeededChance chance) {
        super(all, chance);
        way(Fault.DISK_FULL, () -> mood(SimDisk.Mood.FAILING));
        way(Fault.DISK_TORN, () -> mood(SimDisk.Mood.TORN));
        way(Fault.DISK_BROKEN, () -> mood(SimDisk.Mood.BROKEN));
        way(Fault.DISK_READ_ONLY, () -> mood(SimDisk.Mood.READ_ONLY));
        way(Fault.DISK_HANGS, () -> mood(SimDisk.Mood.HANGING));
        way(Fault.DISK_SLOW, this::slow);
    }

    private Optional<Wound> mood(SimDisk.Mood mood) {
        SimProcess victim = anySentinel();
        victim.disk.mood(mood);
        return Optional.of(new Wound("disk of " + victim, () -> victim.disk.mood(SimDisk.Mood.FINE)));
    }

    private Optional<Wound> slow() {
        SimProcess victim = anySentinel();
        all.world.trace.note(victim.name, "disk is slow");
        victim.disk.slow(CRAWL);
        return Optional.of(new Wound("slow disk of " + victim, () -> victim.disk.slow(all.storm.slowestWrite())));
    }
}
