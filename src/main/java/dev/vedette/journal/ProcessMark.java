package dev.vedette.journal;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The process as Redis's log shows it: its id, and X for a sentinel. Named in {@code logback.xml}. */
public final class ProcessMark extends ClassicConverter {
    private static final String MARK = ProcessHandle.current().pid() + ":X";

    @Override
    public String convert(ILoggingEvent event) {
        return MARK;
    }
}
