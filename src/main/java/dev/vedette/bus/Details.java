package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Kind;
import dev.vedette.model.MasterName;
import dev.vedette.model.PeerRef;

/**
 * The instance details that events begin with (reference 9, <i>D</i>), with each host as the book shows it to others.
 */
public final class Details {
    private Details() {}

    public static String master(AddressBook book, MasterName name, Address address) {
        return "master " + name + " " + spaced(book.shown(address));
    }

    public static String replica(AddressBook book, Address replica, MasterName master, Address masterAddress) {
        Address shown = book.shown(replica);
        return of(Kind.REPLICA, shown.toString(), shown, master, book.shown(masterAddress));
    }

    public static String sentinel(AddressBook book, PeerRef peer, MasterName master, Address masterAddress) {
        return of(Kind.SENTINEL, peer.id().value(), book.shown(peer.address()), master, book.shown(masterAddress));
    }

    private static String of(Kind kind, String name, Address address, MasterName master, Address masterAddress) {
        return kind.wire() + " " + name + " " + spaced(address) + " @ " + master + " " + spaced(masterAddress);
    }

    private static String spaced(Address address) {
        return address.host() + " " + address.port();
    }
}
