package dev.vedette.link;

import dev.vedette.fuzz.Claim;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Any bytes as replies of an instance: the objection does not depend on how they are cut. */
public final class ReplyTarget {
    private static final int REPLY_BYTES = 1000;

    private ReplyTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String whole = objection(data, Math.max(1, data.length));
        Claim.same(whole, objection(data, 1), "cut into single bytes");
        Claim.same(whole, objection(data, 5), "cut into fives");
    }

    private static @Nullable String objection(byte[] data, int piece) {
        ReplyBounds bounds = new ReplyBounds(REPLY_BYTES);
        for (int at = 0; at < data.length; at += piece) {
            String objection = bounds.objectionTo(ByteBuffer.wrap(data, at, Math.min(piece, data.length - at)));
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }
}
