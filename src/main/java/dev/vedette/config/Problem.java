package dev.vedette.config;

/**
 * One thing that is wrong with a configuration, in words that lead to its repair.
 *
 * @param source the file, or {@link ConfLine#OPTIONS}
 * @param line of a sentinel.conf, from 1; 0 when there is none
 * @param pointer of a JSON value; empty when there is none
 * @param value the line or the value as it was written, secrets masked; may be empty
 * @param message Redis Sentinel's own message where it has one
 * @param valid what could stand there instead; may be empty
 * @param logged Redis says this in its log, and nothing on the standard error
 */
public record Problem(
        String source, int line, String pointer, String value, String message, String valid, boolean logged) {

    Problem(String source, int line, String pointer, String value, String message, String valid) {
        this(source, line, pointer, value, message, valid, false);
    }

    /** About a file as a whole: Redis says such things in its log. */
    static Problem ofFile(String source, String message, String valid) {
        return new Problem(source, 0, "", "", message, valid, true);
    }

    /** About what the lines say together. */
    static Problem ofWhole(String source, String message, String valid) {
        return new Problem(source, 0, "", "", message, valid, false);
    }

    /** In the layout of Redis where it has one. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (line > 0) {
            text.append("Reading the configuration file, at line ")
                    .append(line)
                    .append("\n>>> '")
                    .append(value)
                    .append("'\n");
        } else if (!pointer.isEmpty()) {
            text.append("Reading the configuration file ")
                    .append(source)
                    .append(", at ")
                    .append(pointer);
            text.append("\n>>> ").append(value).append('\n');
        }
        text.append(message);
        if (!valid.isEmpty()) {
            text.append("\nValid: ").append(valid);
        }
        if (line > 0) {
            text.append("\nIn: ").append(source);
        }
        return text.toString();
    }
}
