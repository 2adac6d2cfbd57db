package dev.vedette.sim.storm;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.RunId;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import java.util.Set;

/** A sentinel of any make on a simulated host, as those see it who look into its head. */
public interface Watcher {
    /** Which program it is. */
    interface Make {
        Watcher on(World world, String name, String ip, String conf);
    }

    SimProcess process();

    RunId id();

    boolean watches(MasterName master);

    MasterSettings settings(MasterName master);

    /** Whom it names as the master. */
    Address names(MasterName master);

    /** The address of its configuration, which follows at the switch. */
    Address follows(MasterName master);

    Epoch configEpoch(MasterName master);

    /** Which replicas it knows. */
    Set<Address> replicas(MasterName master);

    /** Which other sentinels it knows. */
    Set<RunId> peers(MasterName master);
}
