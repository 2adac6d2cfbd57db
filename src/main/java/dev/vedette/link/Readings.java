package dev.vedette.link;

import dev.vedette.bus.Errand;
import dev.vedette.bus.Reply;
import dev.vedette.model.Epoch;
import dev.vedette.model.RunId;
import java.util.List;

/** What answers mean. An error reply is an answer like the others. */
final class Readings {
    private Readings() {}

    /** @param answers one for each command of the errand */
    static Reply of(Errand errand, List<Answer> answers) {
        if (errand instanceof Errand.Reconfigure order) {
            return ofTransaction(answers, order.abortsHandOver() ? 1 : 0);
        }
        if (errand instanceof Errand.HandOver) {
            return ofTransaction(answers, 1);
        }
        if (errand instanceof Errand.EndHandOver) {
            return ofTransaction(answers, 3);
        }
        Answer answer = answers.get(0);
        return errand instanceof Errand.IsMasterDown ? ofQuestion(answer) : plain(answer);
    }

    private static Reply plain(Answer answer) {
        if (answer instanceof Answer.Failure failure) {
            return new Reply.Refused(failure.text());
        }
        if (answer instanceof Answer.Status status) {
            return new Reply.Done(status.text());
        }
        if (answer instanceof Answer.Number number) {
            return new Reply.Done(String.valueOf(number.value()));
        }
        if (answer instanceof Answer.Many many) {
            return new Reply.Done("an array of " + many.items().size());
        }
        return new Reply.Text(answer instanceof Answer.Text text ? text.text() : "");
    }

    private static Reply ofQuestion(Answer answer) {
        if (answer instanceof Answer.Many many
                && many.items().size() == 3
                && many.items().get(0) instanceof Answer.Number down
                && many.items().get(1) instanceof Answer.Text leader
                && many.items().get(2) instanceof Answer.Number epoch) {
            return new Reply.Opinion(
                    down.value() == 1,
                    leader.text().equals("*") ? null : new RunId(leader.text()),
                    new Epoch(epoch.value()));
        }
        return plain(answer);
    }

    /** @param counts which of the executed commands is the one that counts */
    private static Reply ofTransaction(List<Answer> answers, int counts) {
        for (Answer answer : answers) {
            if (answer instanceof Answer.Failure) {
                return plain(answer);
            }
        }
        // CONFIG REWRITE fails on a node without a file, and there may be nobody to kill: the role is what counts.
        return answers.get(answers.size() - 1) instanceof Answer.Many executed
                        && executed.items().size() > counts
                ? plain(executed.items().get(counts))
                : new Reply.Refused("ERR the transaction was not executed");
    }

    /** Why something failed, for people. */
    static String textOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
