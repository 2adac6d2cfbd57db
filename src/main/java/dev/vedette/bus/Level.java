package dev.vedette.bus;

/** How much an event matters. Events below VERBOSE are only logged, never published. */
public enum Level {
    DEBUG('.'),
    VERBOSE('-'),
    NOTICE('*'),
    WARNING('#');

    private final char mark;

    Level(char mark) {
        this.mark = mark;
    }

    /** The character of Redis's log format. */
    public char mark() {
        return mark;
    }
}
