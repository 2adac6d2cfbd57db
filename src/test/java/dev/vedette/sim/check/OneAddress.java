package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.sim.Observation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In hellos, in what sentinels hold, and in their files. Epoch 0 was made by operators and not by a failover: it may
 * name anything. Two that were ordered to fail over in one epoch, on two sides of a partition, may disagree, and so may
 * the epoch that settles it with one that is elected in elsewhere; that all are of one mind in the end is
 * {@link Calm}'s. So may an epoch of which {@link Frailty} knows what a stock sentinel did in it.
 */
final class OneAddress extends Checker {
    private final Map<String, Address> named = new TreeMap<>();
    private final Map<String, MasterPicture> held = new TreeMap<>();
    private final Set<String> forced = new TreeSet<>();

    OneAddress(Court court) {
        super(Invariant.ONE_ADDRESS, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        Hello hello = Hello.in(observation);
        if (hello != null) {
            named(cast.name(hello.sender()) + " in a hello", hello.master(), hello.configEpoch(), hello.address());
        } else if (observation instanceof Observation.Started started) {
            held.keySet().removeIf(key -> key.startsWith(who + " "));
            started.state().masters().forEach((name, master) -> hold(who, master.picture(name)));
        } else if (observation instanceof Observation.Told told) {
            if (told.fact() instanceof MonitorFact.Topology topology) {
                hold(who, topology.master());
            } else if (told.fact() instanceof MonitorFact.MasterRemoved removed) {
                held.remove(who + " " + removed.master());
            } else if (told.fact() instanceof ElectionFact.CampaignStarted campaign && campaign.forced()) {
                forced.add(campaign.master() + " " + campaign.epoch());
            } else if (told.fact() instanceof ElectionFact.Elected win && win.forced()) {
                forced.add(win.master() + " " + win.epoch());
            } else if (told.fact() instanceof ElectionFact.EpochClaimed claimed) {
                forced.add(claimed.master() + " " + claimed.epoch());
            }
        }
    }

    private void hold(String who, MasterPicture now) {
        named(who, now.name(), now.configEpoch(), now.advertised());
        MasterPicture before = held.put(who + " " + now.name(), now);
        if (before != null
                && !before.advertised().equals(now.advertised())
                && !now.configEpoch().isAfter(before.configEpoch())) {
            broken(who + " holds " + now.advertised() + " and no longer " + before.advertised() + " for the master "
                    + now.name() + ", without an epoch newer than " + before.configEpoch());
        }
    }

    private void named(String who, MasterName master, Epoch epoch, Address address) {
        String key = master + " " + epoch;
        Address before = epoch.equals(Epoch.ZERO) ? null : named.putIfAbsent(key, address);
        boolean disputed = before != null && !before.equals(address) && !forced.contains(key);
        if (disputed && !court.excusesEpoch(master, epoch)) {
            broken("config epoch " + epoch + " of " + master + " names " + before + " and, with " + who + ", "
                    + address);
        }
    }
}
