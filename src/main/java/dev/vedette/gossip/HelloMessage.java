package dev.vedette.gossip;

import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.HostText;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.PeerRef;
import dev.vedette.model.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A payload of {@code __sentinel__:hello}: eight fields, commas between them, nothing quoted (reference 4.1).
 *
 * @param sender who says so, or null when its host is no IP address: the epoch still counts, the rest does not
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
    private static final char DELETE = 0x7f;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");

    /** What a payload turned out to be: a hello, or the reason why it is none. */
    record Reading(@Nullable HelloMessage hello, @Nullable Oddity oddity) {}

    /**
     * Reads a payload. Nobody has signed it, so what cannot come from a sentinel is refused as a whole. A host name
     * where names are not looked up can come from one that announces them: then only the epoch counts.
     */
    static Reading read(String payload, AddressBook book) {
        if (payload.length() > Limits.HELLO_CHARACTERS) {
            return new Reading(null, Oddity.TOO_LONG);
        }
        String[] field = payload.split(",", -1);
        if (field.length != FIELDS) {
            return new Reading(null, Oddity.FIELDS);
        }
        Epoch current = epoch(field[3]);
        Epoch config = epoch(field[7]);
        int senderPort = port(field[1]);
        int masterPort = port(field[6]);
        if (current == null || config == null) {
            return new Reading(null, Oddity.EPOCH);
        }
        if (senderPort < 0 || masterPort < 0) {
            return new Reading(null, Oddity.PORT);
        }
        if (!isId(field[2])) {
            return new Reading(null, Oddity.ID);
        }
        RunId id = new RunId(field[2]);
        Address sender = address(field[0], senderPort, book);
        PeerRef peer = sender == null ? null : new PeerRef(id, sender);
        Address master = address(field[5], masterPort, book);
        return new Reading(new HelloMessage(id, peer, current, new MasterName(field[4]), master, config), null);
    }

    /** Ids are kept in the file and shown to people: a line end in one must not become a line of either. */
    private static boolean isId(String text) {
        return text.length() == RunId.LENGTH && text.chars().allMatch(c -> c > ' ' && c < DELETE);
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
            return DIGITS.matcher(text).matches() ? new Epoch(Long.parseUnsignedLong(text)) : null;
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    private static int port(String text) {
        try {
            int number = DIGITS.matcher(text).matches() ? Integer.parseInt(text) : -1;
            return number > Address.MAX_PORT ? -1 : number;
        } catch (NumberFormatException tooLarge) {
            return -1;
        }
    }

    private static @Nullable Address address(String host, int port, AddressBook book) {
        String text = HostText.read(host);
        return text == null || !book.admits(text) ? null : new Address(text, port);
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
