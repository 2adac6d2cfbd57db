package dev.vedette.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.PeerRef;
import dev.vedette.model.RunId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                HelloMessage.parse(text, BOOK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                ",,,,,,,",
                "10.0.1.2,26379,2,8,one,10.0.0.2,6379",
                "10.0.1.2,26379,2,8,one,10.0.0.2,6379,9,9",
                "10.0.1.2,26379,2,8,on,e,10.0.0.2,6379,9",
                "10.0.1.2,26379,,8,one,10.0.0.2,6379,9",
                "10.0.1.2,26379,2,x,one,10.0.0.2,6379,9",
                "10.0.1.2,26379,2,8,one,10.0.0.2,6379,-9",
                "10.0.1.2,26379,2,18446744073709551616,one,10.0.0.2,6379,9"
            })
    void whatIsNoHello(String payload) {
        assertNull(HelloMessage.parse(payload, BOOK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db.example.org,6379", "10.0.0.2,65536", "10.0.0.2,x", "10.0.0.2,-1", ",6379", "10.0.0,1"})
    void whatIsNoAddressIsNobodysAddress(String address) {
        HelloMessage ofMaster = HelloMessage.parse("10.0.1.2,26379," + ID + ",7,one," + address + ",9", BOOK);
        assertNotNull(ofMaster);
        assertNull(ofMaster.masterAddress());
        HelloMessage ofSender = HelloMessage.parse(address + "," + ID + ",7,one,10.0.0.1,6379,9", BOOK);
        assertNotNull(ofSender);
        assertNull(ofSender.sender());
        assertEquals(new Epoch(7), ofSender.currentEpoch(), "which still counts");
    }
}
