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
        LoggingEvent event =
                new LoggingEvent("", logger, ch.qos.logback.classic.Level.valueOf(level), "text", null, new Object[0]);
        String prefix = new StockPrefix().convert(event);
        String expected = ProcessHandle.current().pid()
                + ":X \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\" + mark;
        assertTrue(prefix.matches(expected), prefix);
    }
}
