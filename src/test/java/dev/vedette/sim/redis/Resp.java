package dev.vedette.sim.redis;

import dev.vedette.command.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Replies and commands as RESP2 says them, one character per byte. */
final class Resp {
    static final String OK = "+OK\r\n";
    static final String NIL = "$-1\r\n";
    static final String NIL_ARRAY = "*-1\r\n";

    private Resp() {}

    static String error(String text) {
        return "-" + text + "\r\n";
    }

    static String status(String text) {
        return "+" + text + "\r\n";
    }

    static String number(long value) {
        return ":" + value + "\r\n";
    }

    static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    static String array(String... encoded) {
        return "*" + encoded.length + "\r\n" + String.join("", encoded);
    }

    static String array(List<String> encoded) {
        return "*" + encoded.size() + "\r\n" + String.join("", encoded);
    }

    static String bulks(Collection<String> texts) {
        return array(texts.stream().map(Resp::bulk).toList());
    }

    static String command(String... words) {
        StringBuilder text = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    static String command(Request request) {
        String[] words = new String[request.size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = request.bytes(i);
        }
        return command(words);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
