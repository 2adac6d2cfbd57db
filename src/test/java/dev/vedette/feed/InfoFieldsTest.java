package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.model.Address;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InfoFieldsTest {
    private static final String TEXT = "# Replication\r\nrole:master\r\nconnected_slaves:2\r\n"
            + "slave0:ip=10.0.0.2,port=6379,state=online,offset=900,lag=1\r\n"
            + "slave1:ip=10.0.0.3,port=6379,state=online,offset=1007,lag=0\r\nmaster_repl_offset:1000\r\n";

    private final InfoFields info = new InfoFields(TEXT);

    @Test
    void saysHowFarReplicasAreBehind() {
        assertEquals(OptionalLong.of(100), info.lagBytes(new Address("10.0.0.2", 6379)));
        assertEquals(OptionalLong.of(1), info.lagSeconds(new Address("10.0.0.2", 6379)));
        assertEquals(OptionalLong.of(0), info.lagBytes(new Address("10.0.0.3", 6379)), "never negative");
        assertEquals(OptionalLong.empty(), info.lagBytes(new Address("10.0.0.3", 6380)));
        assertEquals(OptionalLong.empty(), new InfoFields(null).lagBytes(new Address("10.0.0.2", 6379)));
    }

    @Test
    void readsSizes() {
        assertEquals(OptionalLong.of(5), Probes.bytes("5"));
        assertEquals(OptionalLong.of(512 * 1024), Probes.bytes("512kb"));
        assertEquals(OptionalLong.of(16L << 20), Probes.bytes("16MB"));
        assertEquals(OptionalLong.of(Long.MAX_VALUE), Probes.bytes("999999999999999gb"));
        assertEquals(OptionalLong.empty(), Probes.bytes("-1"));
        assertEquals(OptionalLong.empty(), Probes.bytes("1m"));
    }
}
