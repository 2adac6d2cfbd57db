package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Kind;
import dev.vedette.model.MasterName;
import dev.vedette.model.PeerRef;

/** The instance details that events begin with (reference 9, <i>D</i>). */
public final class Details {
    private Details() {}

    public static String master(MasterName name, Address address) {
        return "master " + name + " " + address.host() + " " + address.port();
    }

    public static String replica(Address replica, MasterName master, Address masterAddress) {
        return of(Kind.REPLICA, replica.toString(), replica, master, masterAddress);
    }

    public static String sentinel(PeerRef peer, MasterName master, Address masterAddress) {
        return of(Kind.SENTINEL, peer.id().value(), peer.address(), master, masterAddress);
    }

    private static String of(Kind kind, String name, Address address, MasterName master, Address masterAddress) {
        return kind.wire() + " " + name + " " + address.host() + " " + address.port() + " @ " + master + " "
                + masterAddress.host() + " " + masterAddress.port();
    }
}
