package dev.vedette.feed;

import dev.vedette.feed.Audience.Listener;
import dev.vedette.feed.Audience.Topic;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The stream as a plain WebSocket, as Server-Sent Events, and through the {@link Bridge}. Whoever comes says the id of
 * the last event it has seen, and hears first what it missed, then what happens, without a gap between the two.
 */
final class Streams {
    private static final Duration PULSE = Duration.ofSeconds(5);
    /** Events that are told in one go to somebody who catches up; others want to be heard in between. */
    private static final int AT_ONCE = 50;

    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Run run;
    private final History history;
    private final Audience audience;
    private final Gate gate;

    Streams(Vertx vertx, Run run, History history, Audience audience, Gate gate) {
        this.gate = gate;
        this.vertx = vertx;
        this.run = run;
        this.history = history;
        this.audience = audience;
    }

    /** So that everybody notices soon when a connection is gone, whatever lies between. */
    void open() {
        vertx.setPeriodic(PULSE.toMillis(), id -> {
            if (audience.size() > 0) {
                audience.publish(Frame.of(new JsonObject().put("type", "tick").put("seq", history.newest())));
            }
            audience.listeners().forEach(listener -> check((Visit) listener));
        });
    }

    /** Nobody who has to go for good is sent word of it: whoever comes back is told at the door. */
    private void check(Visit visit) {
        gate.mayGoOn(visit.guest).onSuccess(may -> {
            if (!may) {
                visit.leave();
                visit.cut();
            }
        });
    }

    void webSocket(RoutingContext context) {
        HttpServerRequest request = context.request();
        String after = request.getParam("after", "");
        Set<Topic> topics = topics(request);
        request.toWebSocket()
                .onSuccess(socket -> {
                    Socket listener = new Socket(topics, socket, context);
                    socket.closeHandler(end -> listener.leave());
                    socket.exceptionHandler(e -> listener.leave());
                    long alive = vertx.setPeriodic(SILENCE.toMillis(), id -> listener.isAlive());
                    socket.pongHandler(pong -> listener.answered = true);
                    socket.endHandler(end -> vertx.cancelTimer(alive));
                    begin(listener, after);
                })
                .onFailure(e -> Answers.refuse(context, 400, "Not a WebSocket: " + e.getMessage()));
    }

    void serverSentEvents(RoutingContext context) {
        HttpServerRequest request = context.request();
        String said = request.getHeader("Last-Event-ID");
        HttpServerResponse response = context.response();
        response.setChunked(true).putHeader("Content-Type", "text/event-stream").putHeader("X-Accel-Buffering", "no");
        Sse listener = new Sse(topics(request), response, context);
        response.closeHandler(end -> listener.leave());
        response.exceptionHandler(e -> listener.leave());
        begin(listener, said != null ? said : request.getParam("after", ""));
    }

    private static Set<Topic> topics(HttpServerRequest request) {
        List<String> words = Arrays.asList(
                request.getParam("topics", "events").toUpperCase(Locale.ROOT).split(","));
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (Topic topic : Topic.values()) {
            if (words.contains(topic.name())) {
                topics.add(topic);
            }
        }
        return topics;
    }

    Listener bridged(SockJSSocket socket) {
        Bridged listener = new Bridged(socket);
        begin(listener, "");
        return listener;
    }

    private void begin(Listener listener, String after) {
        listener.offer(Frame.of(new JsonObject()
                .put("type", "welcome")
                .put("node", run.node().value())
                .put("run", run.name())
                .put("seq", history.newest())));
        if (after.isEmpty()) {
            audience.join(listener);
            return;
        }
        OptionalLong seq = run.seq(after);
        if (seq.isEmpty()) {
            listener.offer(gone(new JsonObject().put("after", after).put("reason", "not of this run")));
        }
        // A number that was never given is as good as the last one.
        catchUp(listener, seq.isEmpty() ? history.oldest() - 1 : Math.min(seq.getAsLong(), history.newest()));
    }

    private static Frame gone(JsonObject what) {
        return Frame.of(new JsonObject().put("type", "gone").mergeIn(what));
    }

    /**
     * At the pace of whoever comes back, which costs nothing but patience; it joins the others when it has caught up,
     * in the same step as it is told the last event, so that nothing falls between.
     */
    private void catchUp(Listener listener, long from) {
        long at = from;
        for (int told = 0; told < AT_ONCE && listener.hasRoom(); told++) {
            Happening next = history.next(at);
            if (next == null) {
                audience.join(listener);
                return;
            }
            if (next.seq() > at + 1) {
                listener.offer(gone(new JsonObject()
                        .put("after", run.id(at))
                        .put("count", next.seq() - at - 1)
                        .put("reason", "too long ago, or lost on the way to the feed")));
            }
            listener.offer(Frame.of(next.json(run)));
            at = next.seq();
        }
        long reached = at;
        if (!listener.isGone()) {
            vertx.runOnContext(go -> goOn(listener, reached));
        }
    }

    private void goOn(Listener listener, long from) {
        if (listener.hasRoom()) {
            catchUp(listener, from);
        } else if (!listener.isGone()) {
            listener.whenRoom(() -> catchUp(listener, from));
        }
    }

    /** A listener that came by HTTP, as somebody. */
    private abstract class Visit extends Audience.Listener {
        private final HttpServerRequest request;
        private final Gate.Guest guest;

        Visit(Set<Topic> topics, RoutingContext context) {
            super(audience, topics);
            this.request = context.request();
            this.guest = Guard.of(context);
        }

        @Override
        void cut() {
            HttpDoor.hangUp(request.connection());
        }
    }

    private final class Socket extends Visit {
        private final ServerWebSocket socket;
        private boolean answered = true;

        Socket(Set<Topic> topics, ServerWebSocket socket, RoutingContext context) {
            super(topics, context);
            this.socket = socket;
        }

        @Override
        void write(Frame frame) {
            socket.writeTextMessage(frame.text()).onComplete(done -> sent(frame.size()));
        }

        void isAlive() {
            if (!answered) {
                leave();
                cut();
                return;
            }
            answered = false;
            socket.writePing(Buffer.buffer());
        }
    }

    private final class Sse extends Visit {
        private final HttpServerResponse response;

        Sse(Set<Topic> topics, HttpServerResponse response, RoutingContext context) {
            super(topics, context);
            this.response = response;
        }

        @Override
        void write(Frame frame) {
            response.write(frame.sse()).onComplete(done -> sent(frame.size()));
        }
    }

    private final class Bridged extends Visit {
        private final SockJSSocket socket;

        Bridged(SockJSSocket socket) {
            super(EnumSet.of(Topic.EVENTS), socket.routingContext());
            this.socket = socket;
        }

        @Override
        void write(Frame frame) {
            socket.write(frame.bridged()).onComplete(done -> sent(frame.size()));
        }

        /** The session may outlive its connection. */
        @Override
        void cut() {
            socket.close();
            super.cut();
        }
    }
}
