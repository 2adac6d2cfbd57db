package dev.vedette.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.PeerRef;
import dev.vedette.model.RunId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference 4.1. */
class HelloMessageTest {
    private static final AddressBook BOOK = new AddressBook(NamePolicy.DEFAULT);

    private static final RunId ID = new RunId("2".repeat(40));

    @Test
    void whatIsWrittenIsRead() {
        String text = HelloMessage.text(
                "2001:db8::1",
                26379,
                ID,
                new Epoch(-1),
                new MasterName("my master"),
                new Address("::2", 0),
                new Epoch(3));
        assertEquals("2001:db8::1,26379," + ID + ",18446744073709551615,my master,::2,0,3", text);
        assertEquals(
                new HelloMessage(
                        ID,
                        new PeerRef(ID, new Address("2001:db8::1", 26379)),
                        new Epoch(-1),
                        new MasterName("my master"),
                        new Address("::2", 0),
                        new Epoch(3)),
                HelloMessage.read(text, BOOK).hello());
    }

    static Stream<Arguments> noHellos() {
        String id = ID.value();
        return Stream.of(
                arguments("", Oddity.FIELDS),
                arguments("hello", Oddity.FIELDS),
                arguments("10.0.1.2,26379," + id + ",8,one,10.0.0.2,6379", Oddity.FIELDS),
                arguments("10.0.1.2,26379," + id + ",8,one,10.0.0.2,6379,9,9", Oddity.FIELDS),
                arguments("10.0.1.2,26379," + id + ",8,on,e,10.0.0.2,6379,9", Oddity.FIELDS),
                arguments(",,,,,,,", Oddity.EPOCH),
                arguments("10.0.1.2,26379," + id + ",x,one,10.0.0.2,6379,9", Oddity.EPOCH),
                arguments("10.0.1.2,26379," + id + ",8,one,10.0.0.2,6379,-9", Oddity.EPOCH),
                arguments("10.0.1.2,26379," + id + ",8,one,10.0.0.2,6379,+9", Oddity.EPOCH),
                arguments("10.0.1.2,26379," + id + ",18446744073709551616,one,10.0.0.2,6379,9", Oddity.EPOCH),
                arguments("10.0.1.2,26379," + id + ",8,one,10.0.0.2,6379,\u0661", Oddity.EPOCH),
                arguments("10.0.1.2,26379,,8,one,10.0.0.2,6379,9", Oddity.ID),
                arguments("10.0.1.2,26379,2,8,one,10.0.0.2,6379,9", Oddity.ID),
                arguments("10.0.1.2,26379," + id + "2,8,one,10.0.0.2,6379,9", Oddity.ID),
                arguments("10.0.1.2,26379," + "\n".repeat(40) + ",8,one,10.0.0.2,6379,9", Oddity.ID),
                arguments("10.0.1.2,26379," + " ".repeat(40) + ",8,one,10.0.0.2,6379,9", Oddity.ID),
                arguments("10.0.1.2,26379," + "\ufffd".repeat(40) + ",8,one,10.0.0.2,6379,9", Oddity.ID),
                arguments("10.0.1.2,-1," + id + ",8,one,10.0.0.2,6379,9", Oddity.PORT),
                arguments("10.0.1.2,65536," + id + ",8,one,10.0.0.2,6379,9", Oddity.PORT),
                arguments("10.0.1.2,26379," + id + ",8,one,10.0.0.2,99999999999999999999,9", Oddity.PORT),
                arguments("10.0.1.2,26379," + id + ",8,one,10.0.0.2,,9", Oddity.PORT),
                arguments("10.0.1.2,26379," + id + ",8," + "x".repeat(5_000) + ",10.0.0.2,6379,9", Oddity.TOO_LONG));
    }

    @ParameterizedTest
    @MethodSource("noHellos")
    void whatIsNoHello(String payload, Oddity why) {
        assertEquals(new HelloMessage.Reading(null, why), HelloMessage.read(payload, BOOK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db.example.org", "", "10.0.0", "127.1", "::1::", "10.0.0.2\n"})
    void whatIsNoIpAddressIsNobodysAddress(String host) {
        HelloMessage ofMaster = HelloMessage.read("10.0.1.2,26379," + ID + ",7,one," + host + ",6379,9", BOOK)
                .hello();
        assertNotNull(ofMaster);
        assertNull(ofMaster.masterAddress());
        HelloMessage ofSender = HelloMessage.read(host + ",26379," + ID + ",7,one,10.0.0.1,6379,9", BOOK)
                .hello();
        assertNotNull(ofSender);
        assertNull(ofSender.sender());
        assertEquals(new Epoch(7), ofSender.currentEpoch(), "which still counts");
    }
}
