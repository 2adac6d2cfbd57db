package dev.vedette.sim.stock;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Replies as bytes would have them. */
final class Out {
    static final String OK = "+OK\r\n";
    static final String NOTHING = "*-1\r\n";
    static final String NO_SUCH_MASTER = error("ERR No such master with that name");
    static final String NOT_A_NUMBER = error("ERR value is not an integer or out of range");

    private Out() {}

    static String error(String text) {
        return "-" + text + "\r\n";
    }

    static String integer(long number) {
        return ":" + number + "\r\n";
    }

    static String bulk(String text) {
        return "$" + text.getBytes(StandardCharsets.UTF_8).length + "\r\n" + text + "\r\n";
    }

    static String bulks(List<String> texts) {
        return array(texts.stream().map(Out::bulk).toList());
    }

    static String array(List<String> elements) {
        return "*" + elements.size() + "\r\n" + String.join("", elements);
    }

    static String wrongNumber(String command) {
        return error("ERR wrong number of arguments for '" + command + "' command");
    }
}
