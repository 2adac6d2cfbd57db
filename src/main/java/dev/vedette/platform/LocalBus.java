package dev.vedette.platform;

import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/**
 * The event bus as this program uses it: records by reference, never beyond the process. Every send and every consumer
 * goes through here, so that "local only" is one line of code and not a habit.
 */
public final class LocalBus {
    private static final DeliveryOptions LOCAL =
            new DeliveryOptions().setLocalOnly(true).setCodecName(Bus.CODEC);

    private final EventBus bus;

    private LocalBus(EventBus bus) {
        this.bus = bus;
    }

    /** The bus of this Vert.x; may be called any number of times, from any of its verticles. */
    public static LocalBus of(Vertx vertx) {
        return new LocalBus(vertx.eventBus());
    }

    /** Teaches a new Vert.x the vocabulary; once per Vert.x, before anything is deployed. */
    public static void install(Vertx vertx) {
        vertx.eventBus().registerCodec(new ByReference());
    }

    public void publish(String address, BusMessage message) {
        bus.publish(address, message, LOCAL);
    }

    public void send(String address, BusMessage message) {
        bus.send(address, message, LOCAL);
    }

    /** Asks the one consumer of {@code address}; fails when there is none, or after half a minute without an answer. */
    public <T> Future<T> ask(String address, BusMessage question, Class<T> answer) {
        return bus.<Object>request(address, question, LOCAL).map(reply -> answer.cast(reply.body()));
    }

    /** Whether {@link #ask} failed because nobody listens there: that room is not open in this process. */
    public static boolean isNobodyThere(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    /** Calls {@code handler} on the caller's context for each message. */
    public MessageConsumer<BusMessage> consume(String address, Handler<Message<BusMessage>> handler) {
        return bus.localConsumer(address, handler);
    }

    /** Answers a question that came with {@link #consume}. */
    public static void reply(Message<BusMessage> question, BusMessage answer) {
        question.reply(answer, LOCAL);
    }

    private static final class ByReference implements MessageCodec<BusMessage, BusMessage> {
        @Override
        public void encodeToWire(Buffer buffer, BusMessage message) {
            throw new UnsupportedOperationException("decisions stay inside the process: " + message);
        }

        @Override
        public BusMessage decodeFromWire(int position, Buffer buffer) {
            throw new UnsupportedOperationException("decisions stay inside the process");
        }

        @Override
        public BusMessage transform(BusMessage message) {
            return message;
        }

        @Override
        public String name() {
            return Bus.CODEC;
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
