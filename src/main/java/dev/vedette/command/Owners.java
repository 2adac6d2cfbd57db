package dev.vedette.command;

import dev.vedette.bus.Answer;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.NameFact;
import dev.vedette.bus.NameOrder;
import dev.vedette.bus.PeersReport;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.bus.ScriptReport;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** The owners of the truths, as the commands ask them. An owner that does not answer fails the question in words. */
final class Owners {

    /** Nobody answered; the message is a sentence for the client. */
    static final class Silent extends RuntimeException {
        private static final long serialVersionUID = 1;

        Silent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final LocalBus bus;

    Owners(LocalBus bus) {
        this.bus = bus;
    }

    Future<MonitorReport> instances() {
        return ask(new Ask.Instances(), MonitorReport.class);
    }

    Future<PeersReport> peers() {
        return ask(new Ask.Peers(), PeersReport.class);
    }

    Future<ElectionReport> votes() {
        return ask(new Ask.Votes(), ElectionReport.class);
    }

    Future<FailoverReport> failovers() {
        return ask(new Ask.Failovers(), FailoverReport.class);
    }

    Future<ScriptReport> scripts() {
        return ask(new Ask.Scripts(), ScriptReport.class);
    }

    Future<Answer.Outcome> order(Ask ask) {
        return ask(ask, Answer.Outcome.class);
    }

    Future<Answer.Outcome> flush() {
        return ask(Bus.CONFIG, new ConfigAsk.Flush(), Answer.Outcome.class);
    }

    Future<ProcessSettings> inForce() {
        return ask(Bus.CONFIG, new ConfigAsk.InForce(), ProcessSettings.class);
    }

    Future<Answer.Outcome> change(ConfigAsk.Change change) {
        return ask(Bus.CONFIG, change, Answer.Outcome.class);
    }

    /** What a name stands for now; the room's book is written when this is done. */
    Future<NameFact.Answered> lookUp(String host) {
        return ask(Bus.NAMES, new NameOrder.LookUp(host), NameFact.Answered.class);
    }

    <T> Future<T> ask(Ask ask, Class<T> answer) {
        return ask(ask.address(), ask, answer);
    }

    private <T> Future<T> ask(String address, BusMessage question, Class<T> answer) {
        return bus.ask(address, question, answer).recover(e -> Future.failedFuture(silent(address, e)));
    }

    private static Throwable silent(String address, Throwable e) {
        if (!(e instanceof ReplyException reply)) {
            return e;
        }
        String owner = "the owner of " + address.substring(address.lastIndexOf('.') + 1);
        String sentence = reply.failureType() == ReplyFailure.TIMEOUT
                ? owner + " did not answer in time; the command may have been executed or not"
                : owner + " is not running; the command was not executed";
        return new Silent(sentence, e);
    }
}
