package dev.vedette.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class JournalTest {

    @Test
    void nothingThatAPeerSaidStartsALineOfItsOwn() {
        assertEquals("-ERR x  31340:X faked [31m", Journal.printable("-ERR x\r\n31340:X faked\u001b[31m"));
    }

    @ParameterizedTest
    @CsvSource({"WARN, #", "ERROR, #", "INFO, *", "DEBUG, -", "TRACE, ."})
    void everyLineBeginsAsRedisBeginsIt(String level, String mark) {
        Logger logger = (Logger) LoggerFactory.getLogger("test");
        LoggingEvent event = new LoggingEvent(
                "", logger, ch.qos.logback.classic.Level.valueOf(level), "text {}", null, new Object[] {7});
        String line = new StockLine().doLayout(event);
        String expected = ProcessHandle.current().pid()
                + ":X \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\" + mark + " text 7\n";
        assertTrue(line.matches(expected), line);
    }

    @Test
    void whatWentWrongFollowsItsLine() {
        Logger logger = (Logger) LoggerFactory.getLogger("test");
        Exception wrong = new IllegalStateException("it is", new java.io.IOException("why"));
        String line = new StockLine()
                .doLayout(
                        new LoggingEvent("", logger, ch.qos.logback.classic.Level.ERROR, "text", wrong, new Object[0]));
        assertTrue(line.contains("# text\njava.lang.IllegalStateException: it is\n\tat "), line);
        assertTrue(line.contains("\nCaused by: java.io.IOException: why\n"), line);
    }
}
