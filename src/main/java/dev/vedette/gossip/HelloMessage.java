package dev.vedette.gossip;

import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.HostText;
import dev.vedette.model.MasterName;
import dev.vedette.model.PeerRef;
import dev.vedette.model.RunId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payload of {@code __sentinel__:hello}: eight fields, commas between them, nothing quoted (reference 4.1).
 *
 * @param sender who says so, or null when its address can be no peer's: the epoch still counts, the rest does not
 * @param masterAddress null when the text is no address
 */
record HelloMessage(
        RunId senderId,
        @Nullable PeerRef sender,
        Epoch currentEpoch,
        MasterName master,
        @Nullable Address masterAddress,
        Epoch configEpoch) {
    private static final int FIELDS = 8;

    /** @return null when the payload is no hello; such messages are ignored, whoever sends them */
    static @Nullable HelloMessage parse(String payload, AddressBook book) {
        String[] field = payload.split(",", -1);
        if (field.length != FIELDS) {
            return null;
        }
        Epoch current = epoch(field[3]);
        Epoch config = epoch(field[7]);
        if (current == null || config == null || field[2].isEmpty()) {
            return null;
        }
        RunId id = new RunId(field[2]);
        Address sender = address(field[0], field[1], book);
        return new HelloMessage(
                id,
                sender == null ? null : new PeerRef(id, sender),
                current,
                new MasterName(field[4]),
                address(field[5], field[6], book),
                config);
    }

    /** Of the sender and of the master, as far as they can be used. */
    List<String> hosts() {
        List<String> hosts = new ArrayList<>();
        if (sender != null) {
            hosts.add(sender.address().host());
        }
        if (masterAddress != null) {
            hosts.add(masterAddress.host());
        }
        return hosts;
    }

    private static @Nullable Epoch epoch(String text) {
        try {
            return new Epoch(Long.parseUnsignedLong(text));
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable Address address(String host, String port, AddressBook book) {
        try {
            int number = Integer.parseInt(port);
            String ip = HostText.read(host);
            return number < 0 || number > Address.MAX_PORT || ip == null || !book.admits(ip)
                    ? null
                    : new Address(ip, number);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** Whether one of its epochs is further from {@code current} than elections lead. */
    boolean leapsFrom(Epoch current) {
        return currentEpoch.isLeapFrom(current) || configEpoch.isLeapFrom(current);
    }

    static String text(
            String ourHost, int ourPort, RunId ourId, Epoch current, MasterName master, Address address, Epoch config) {
        return String.join(
                ",",
                ourHost,
                Integer.toString(ourPort),
                ourId.value(),
                current.toString(),
                master.value(),
                address.host(),
                Integer.toString(address.port()),
                config.toString());
    }
}
