package dev.vedette.link;

import dev.vedette.bus.Errand;
import dev.vedette.bus.Reply;
import dev.vedette.model.Epoch;
import dev.vedette.model.RunId;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What replies mean. A nil is null here, an error reply a response like the others. */
final class Readings {
    private Readings() {}

    /** @param replies one for each command of the errand */
    static Reply of(Errand errand, List<@Nullable Response> replies) {
        if (errand instanceof Errand.Reconfigure order) {
            return ofTransaction(replies, order.abortsHandOver() ? 1 : 0);
        }
        if (errand instanceof Errand.HandOver) {
            return ofTransaction(replies, 1);
        }
        if (errand instanceof Errand.EndHandOver) {
            return ofTransaction(replies, 3);
        }
        Response reply = replies.get(0);
        return errand instanceof Errand.IsMasterDown ? ofQuestion(reply) : plain(reply);
    }

    private static Reply plain(@Nullable Response reply) {
        if (reply == null) {
            return new Reply.Text("");
        }
        if (isError(reply)) {
            return new Reply.Refused(String.valueOf(reply));
        }
        return reply.type() == ResponseType.BULK ? new Reply.Text(reply.toString()) : new Reply.Done(reply.toString());
    }

    private static Reply ofQuestion(@Nullable Response reply) {
        if (reply == null
                || reply.type() != ResponseType.MULTI
                || reply.size() != 3
                || !is(reply.get(0), ResponseType.NUMBER)
                || !is(reply.get(1), ResponseType.BULK)
                || !is(reply.get(2), ResponseType.NUMBER)) {
            return plain(reply);
        }
        String leader = reply.get(1).toString();
        return new Reply.Opinion(
                reply.get(0).toLong() == 1,
                leader.equals("*") ? null : new RunId(leader),
                new Epoch(reply.get(2).toLong()));
    }

    /** @param counts which of the executed commands is the one that counts */
    private static Reply ofTransaction(List<@Nullable Response> replies, int counts) {
        for (Response reply : replies) {
            if (isError(reply)) {
                return plain(reply);
            }
        }
        Response executed = replies.get(replies.size() - 1);
        if (!is(executed, ResponseType.MULTI) || executed.size() <= counts) {
            return new Reply.Refused("ERR the transaction was not executed");
        }
        // CONFIG REWRITE fails on a node without a file, and there may be nobody to kill: the role is what counts.
        return plain(executed.get(counts));
    }

    private static boolean is(@Nullable Response reply, ResponseType type) {
        return reply != null && reply.type() == type;
    }

    static boolean isError(@Nullable Response reply) {
        return is(reply, ResponseType.ERROR);
    }

    /** Why something failed, for people. */
    static String textOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
