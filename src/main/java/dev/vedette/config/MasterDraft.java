package dev.vedette.config;

import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.RunId;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** One master while its lines are being read. */
final class MasterDraft {
    /** Where it was declared: a second declaration in the same place is a mistake. */
    final String source;

    Address address;
    MasterSettings settings;
    Epoch configEpoch = Epoch.ZERO;
    Epoch leaderEpoch = Epoch.ZERO;
    final SortedSet<Address> replicas = new TreeSet<>();
    final SortedMap<RunId, Address> peers = new TreeMap<>();
    /** A line about its credentials was read, even if only to say that there are none. */
    boolean saysCredentials;

    MasterDraft(String source, Address address, MasterSettings settings) {
        this.source = source;
        this.address = address;
        this.settings = settings;
    }

    void change(UnaryOperator<MasterSettings> change) {
        settings = change.apply(settings);
    }

    void user(String user) {
        saysCredentials = true;
        change(s -> s.credentials(new Credentials(user, s.credentials().password())));
    }

    void password(String password) {
        saysCredentials = true;
        change(s -> s.credentials(new Credentials(s.credentials().user(), password)));
    }

    Declaration declaration() {
        return new Declaration(address, settings);
    }

    MasterState state() {
        return new MasterState(address, settings, configEpoch, leaderEpoch, replicas, peers);
    }
}
