package dev.vedette.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Errand;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadingsTest {
    private static final Errand PING = new Errand.Ping();
    private static final Errand QUESTION =
            new Errand.IsMasterDown(new MasterName("m"), new Address("10.0.0.1", 6379), Epoch.ZERO, null);
    private static final Errand PROMOTE = new Errand.Reconfigure(null);

    @Test
    void readsPlainReplies() {
        assertEquals(new Reply.Done("PONG"), read(PING, "+PONG\r\n"));
        assertEquals(new Reply.Refused("LOADING Redis is loading"), read(PING, "-LOADING Redis is loading\r\n"));
        assertEquals(new Reply.Text("PONG"), read(PING, "$4\r\nPONG\r\n"));
        assertEquals(new Reply.Done("3"), read(PING, ":3\r\n"));
        assertEquals(new Reply.Text(""), read(PING, "$-1\r\n"));
        assertEquals(new Reply.Text(""), read(new Errand.Info(), "$0\r\n\r\n"));
        assertEquals(new Reply.Text("role:máster"), read(new Errand.Info(), "$12\r\nrole:máster\r\n"));
    }

    @Test
    void readsAnOpinion() {
        assertEquals(new Reply.Opinion(false, null, Epoch.ZERO), read(QUESTION, "*3\r\n:0\r\n$1\r\n*\r\n:0\r\n"));
        assertEquals(
                new Reply.Opinion(true, new RunId("abc"), new Epoch(9)),
                read(QUESTION, "*3\r\n:1\r\n$3\r\nabc\r\n:9\r\n"));
        assertEquals(
                new Reply.Opinion(false, new RunId("abc"), new Epoch(-1)),
                read(QUESTION, "*3\r\n:2\r\n$3\r\nabc\r\n:-1\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*2\r\n:1\r\n$1\r\n*\r\n",
                "*4\r\n:1\r\n$1\r\n*\r\n:0\r\n:0\r\n",
                "*3\r\n$1\r\n1\r\n$1\r\n*\r\n:0\r\n",
                "*3\r\n:1\r\n+*\r\n:0\r\n",
                "*3\r\n:1\r\n$-1\r\n:0\r\n",
                "*3\r\n:1\r\n$1\r\n*\r\n$1\r\n0\r\n",
                "*0\r\n",
                "$-1\r\n",
                "*-1\r\n",
                "+OK\r\n",
                ":1\r\n",
                "-ERR unknown command\r\n"
            })
    void takesNothingElseForAnOpinion(String bytes) {
        assertTrue(!(read(QUESTION, bytes) instanceof Reply.Opinion), () -> "an opinion: " + read(QUESTION, bytes));
    }

    @Test
    void aTransactionIsDoneWhenTheRoleChanged() {
        assertEquals(new Reply.Done("OK"), read(PROMOTE, queued("+QUEUED") + "*4\r\n+OK\r\n+OK\r\n:1\r\n:0\r\n"));
        assertEquals(
                new Reply.Done("OK"),
                read(PROMOTE, queued("+QUEUED") + "*4\r\n+OK\r\n-ERR no config file\r\n:1\r\n:0\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-ERR unknown command 'SLAVEOF' | -EXECABORT discarded | ERR unknown command 'SLAVEOF'",
                "+QUEUED | -EXECABORT discarded | EXECABORT discarded",
                "+QUEUED | -NOPERM no exec | NOPERM no exec"
            })
    void aTransactionIsRefusedInTheWordsOfTheFirstError(String slaveOf, String exec, String error) {
        assertEquals(new Reply.Refused(error), read(PROMOTE, queued(slaveOf) + exec + "\r\n"));
    }

    @Test
    void aTransactionIsRefusedWhenTheRoleDidNotChange() {
        assertEquals(
                new Reply.Refused("ERR cluster"),
                read(PROMOTE, queued("+QUEUED") + "*4\r\n-ERR cluster\r\n+OK\r\n:1\r\n:0\r\n"));
        assertEquals(
                new Reply.Refused("ERR the transaction was not executed"),
                read(PROMOTE, queued("+QUEUED") + "*-1\r\n"));
        assertEquals(
                new Reply.Refused("ERR the transaction was not executed"), read(PROMOTE, queued("+QUEUED") + "*0\r\n"));
    }

    @Test
    void failuresWithoutWordsAreCalledByTheirKind() {
        assertEquals("boom", Readings.textOf(new IllegalStateException("boom")));
        assertEquals("IllegalStateException", Readings.textOf(new IllegalStateException()));
    }

    private static String queued(String slaveOf) {
        return "+OK\r\n" + slaveOf + "\r\n+QUEUED\r\n+QUEUED\r\n+QUEUED\r\n";
    }

    private static Reply read(Errand errand, String bytes) {
        return Readings.of(errand, parse(bytes));
    }

    private static List<Answer> parse(String text) {
        List<Answer> answers = new ArrayList<>();
        AnswerReader reader = new AnswerReader(Limits.REPLY_BYTES, answers::add);
        assertNull(reader.read(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
        return answers;
    }
}
