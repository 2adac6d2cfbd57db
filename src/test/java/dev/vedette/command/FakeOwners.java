package dev.vedette.command;

import dev.vedette.bus.Answer;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.Level;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.model.Epoch;
import dev.vedette.model.SentinelSettings;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The owners of the truths, as far as the command room sees them: canned answers, and a record of what was asked. */
final class FakeOwners {
    final List<BusMessage> asked = new CopyOnWriteArrayList<>();
    private final Map<Class<?>, BusMessage> answers = new ConcurrentHashMap<>();
    private final Map<Class<?>, Boolean> held = new ConcurrentHashMap<>();
    private final List<Message<BusMessage>> waiting = new CopyOnWriteArrayList<>();
    private final List<MessageConsumer<BusMessage>> consumers = new CopyOnWriteArrayList<>();

    FakeOwners(Vertx vertx) {
        LocalBus bus = LocalBus.of(vertx);
        for (String address : List.of(
                Bus.ASK_MONITOR, Bus.ASK_GOSSIP, Bus.ASK_ELECTION, Bus.ASK_FAILOVER, Bus.ASK_SCRIPT, Bus.CONFIG)) {
            consumers.add(bus.consume(address, this::asked));
        }
        answers.put(Ask.Instances.class, Reports.MONITOR);
        answers.put(Ask.Peers.class, Reports.PEERS);
        answers.put(Ask.Votes.class, Reports.ELECTION);
        answers.put(Ask.Failovers.class, Reports.FAILOVER);
        answers.put(Ask.Scripts.class, Reports.SCRIPTS);
        answers.put(Ask.IsDown.class, new Answer.Ballot(false, null, Epoch.ZERO));
        answers.put(ConfigAsk.InForce.class, ProcessSettings.atStart(SentinelSettings.DEFAULTS, Level.NOTICE));
        answers.put(ConfigAsk.Flush.class, Outcome.DONE);
    }

    void answer(Class<?> question, Answer answer) {
        answers.put(question, answer);
    }

    /** From now on nobody is there. */
    void leave() {
        consumers.forEach(consumer -> Server.await(consumer.unregister()));
    }

    /** Keeps questions of this kind waiting until {@link #release}. */
    void hold(Class<?> question) {
        held.put(question, true);
    }

    void release() {
        held.clear();
        List<Message<BusMessage>> due = List.copyOf(waiting);
        waiting.clear();
        due.forEach(this::reply);
    }

    private void asked(Message<BusMessage> question) {
        asked.add(question.body());
        if (held.containsKey(question.body().getClass())) {
            waiting.add(question);
        } else {
            reply(question);
        }
    }

    private void reply(Message<BusMessage> question) {
        LocalBus.reply(question, answers.getOrDefault(question.body().getClass(), Outcome.DONE));
    }
}
