package dev.vedette.command.resp;

import dev.vedette.fuzz.Claim;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Any bytes as requests: however they are cut, they mean the same; what was understood and is written down again is
 * understood again.
 */
public final class RequestTarget {
    private RequestTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<String> whole = read(data, data.length);
        Claim.same(whole, read(data, 1), "cut into single bytes");
        Claim.same(whole, read(data, 7), "cut into sevens");
        for (String one : whole) {
            if (one.startsWith("*")) {
                byte[] framed = one.getBytes(StandardCharsets.ISO_8859_1);
                Claim.same(List.of(one), read(framed, framed.length), "written down again");
            }
        }
    }

    /** Every request, framed anew, and the refusal. */
    private static List<String> read(byte[] data, int piece) {
        RequestReader reader = new RequestReader();
        List<String> found = new ArrayList<>();
        for (int at = 0; at < data.length; at += piece) {
            reader.feed(data, at, Math.min(piece, data.length - at));
            Parsed parsed = reader.next();
            while (parsed instanceof Parsed.Complete complete) {
                found.add(framed(complete.request()));
                parsed = reader.next();
            }
            if (parsed instanceof Parsed.Refused refused) {
                found.add(refused.error());
                break;
            }
        }
        return found;
    }

    private static String framed(Request request) {
        StringBuilder text = new StringBuilder("*" + request.size() + "\r\n");
        for (int i = 0; i < request.size(); i++) {
            text.append('$')
                    .append(request.raw(i).length)
                    .append("\r\n")
                    .append(request.bytes(i))
                    .append("\r\n");
        }
        return text.toString();
    }
}
