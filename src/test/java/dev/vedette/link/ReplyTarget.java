package dev.vedette.link;

import dev.vedette.fuzz.Claim;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any bytes as replies of an instance: what is read, and the objection, do not depend on how they are cut. */
public final class ReplyTarget {
    private static final int REPLY_BYTES = 1000;

    private ReplyTarget() {}

    private record Heard(List<Answer> answers, @Nullable String objection) {}

    public static void fuzzerTestOneInput(byte[] data) {
        Heard whole = read(data, Math.max(1, data.length));
        Claim.same(whole, read(data, 1), "cut into single bytes");
        Claim.same(whole, read(data, 5), "cut into fives");
    }

    private static Heard read(byte[] data, int piece) {
        List<Answer> answers = new ArrayList<>();
        AnswerReader reader = new AnswerReader(REPLY_BYTES, answers::add);
        String objection = null;
        for (int at = 0; at < data.length && objection == null; at += piece) {
            objection = reader.read(Unpooled.wrappedBuffer(data, at, Math.min(piece, data.length - at)));
        }
        return new Heard(answers, objection);
    }
}
