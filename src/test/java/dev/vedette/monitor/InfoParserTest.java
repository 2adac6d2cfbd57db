package dev.vedette.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.InfoReport;
import dev.vedette.model.Address;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference 3.5. */
class InfoParserTest {
    private static final String RUN = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void aReplicaOfRedis7() {
        InfoReport report = InfoParser.parse("# Server\r\nredis_version:7.0.15\r\nrun_id:" + RUN
                + "\r\n\r\n# Replication\r\nrole:slave\r\nmaster_host:10.0.0.1\r\nmaster_port:6379\r\n"
                + "master_link_status:down\r\nslave_read_repl_offset:99\r\nslave_repl_offset:18446744073709551615\r\n"
                + "master_link_down_since_seconds:17\r\nslave_priority:42\r\nslave_read_only:1\r\n"
                + "replica_announced:0\r\nconnected_slaves:0\r\n");
        assertEquals(
                new InfoReport(
                        new RunId(RUN),
                        List.of(),
                        Duration.ofSeconds(17),
                        Role.REPLICA,
                        "10.0.0.1",
                        6379,
                        false,
                        42,
                        -1L,
                        false,
                        InfoReport.HandOver.UNKNOWN),
                report);
        assertTrue(report.follows(new Address("10.0.0.1", 6379)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slave0:ip=10.0.0.2,port=6380,state=online,offset=1,lag=0 | 10.0.0.2:6380",
                "slave12:port=6380,lag=0,ip=10.0.0.2 | 10.0.0.2:6380",
                "slave0:10.0.0.2,6380,online | 10.0.0.2:6380",
                "slave0:ip=::1,port=6380,state=online | [::1]:6380",
                "slave0:ip=2001:DB8:0::1,port=6380,state=online | [2001:db8::1]:6380",
                "slave0:fe80::1,6380,online | [fe80::1]:6380",
                "slave0:ip=10.0.0.2,port=0,state=wait_bgsave | 10.0.0.2:0",
            })
    void slaveLines(String line, String address) {
        assertEquals(
                List.of(address),
                InfoParser.parse("role:master\r\n" + line + "\r\n").replicas().stream()
                        .map(Address::toString)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slave0:",
                "slave0:ip=,port=",
                "slave0:ip=db example,port=6379",
                "slave0:ip=10.0.0.2",
                "slave0:ip=10.0.0.2,port=65536",
                "slave0:ip=10.0.0.2,port=-1",
                "slave0:ip=10.0.0.2,port=x",
                "slave0:ip=10.0.0,port=1",
                "slave_priority:10.0.0.2,6380",
                "slave0",
                "slaves0:ip=10.0.0.2,port=1",
                ":ip=10.0.0.2,port=1"
            })
    void whatNamesNoReplica(String line) {
        assertEquals(
                List.of(), InfoParser.parse("role:master\r\n" + line + "\r\n").replicas());
    }

    @ParameterizedTest
    @CsvSource({"master,MASTER", "slave,REPLICA", "sentinel,NONE", "Master,NONE", "'',NONE"})
    void roles(String said, Role role) {
        assertEquals(role, InfoParser.parse("role:" + said + "\r\n").role());
        assertEquals(Role.NONE, InfoParser.parse("uptime:1\r\n").role(), "and without any");
    }

    @Test
    void linesOfReplicasOnlyCountAfterTheirRole() {
        InfoReport before = InfoParser.parse("master_host:10.0.0.1\r\nslave_priority:0\r\nrole:slave\r\n");
        assertNull(before.masterHost());
        assertEquals(InfoReport.DEFAULT_PRIORITY, before.priority());
        InfoReport master = InfoParser.parse("role:master\r\nmaster_host:10.0.0.1\r\nslave_priority:0\r\n");
        assertNull(master.masterHost());
    }

    @Test
    void runIdsAreFortyCharacters() {
        assertEquals(new RunId(RUN), InfoParser.parse("run_id:" + RUN + "tail").runId());
        assertNull(InfoParser.parse("run_id:short").runId());
    }

    @Test
    void garbageAndHugeTextsAreReadToTheEnd() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            text.append((char) (random.nextInt(100) == 0 ? '\n' : random.nextInt(0x250)));
        }
        text.append("\r\nslave0:ip=10.0.0.2,port=1\r\nrole:slave\r\nmaster_port:99999999999999999999\r\n")
                .append("master_link_down_since_seconds:-1\r\nslave_repl_offset:-\r\n");
        InfoReport report = InfoParser.parse(text.toString());
        assertTrue(report.replicas().contains(new Address("10.0.0.2", 1)));
        assertEquals(Role.REPLICA, report.role());
        assertEquals(0, report.masterPort());
        assertEquals(
                Duration.ofSeconds(-1), report.masterLinkDown(), "never connected: not zero, so it is asked often");
        assertEquals(0, report.offset());
    }
}
