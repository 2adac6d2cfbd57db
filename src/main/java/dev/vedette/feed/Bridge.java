package dev.vedette.feed;

import dev.vedette.feed.Audience.Listener;
import dev.vedette.model.Limits;
import io.vertx.core.Vertx;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets clients of Vert.x's event-bus bridge listen as everybody else does. They speak its protocol, and the bridge
 * takes their registrations; but what they hear does not go over an event bus. The bridge would write it to whoever
 * does not read without end: over most transports its {@code writeQueueFull} knows only what it has not yet handed on.
 */
final class Bridge {
    /** The only address that they may hear, and there is none to send to. */
    static final String EVENTS = "vedette.events";

    private final Streams streams;
    private final Map<SockJSSocket, Listener> listeners = new HashMap<>();

    Bridge(Streams streams) {
        this.streams = streams;
    }

    Router routes(Vertx vertx) {
        Router router = Router.router(vertx);
        router.post().handler(BodyHandler.create(false).setBodyLimit(Limits.FEED_BODY_BYTES));
        SockJSHandlerOptions transports = new SockJSHandlerOptions()
                .setInsertJSESSIONID(false)
                .setRegisterWriteHandler(false)
                .setMaxBytesStreaming(Limits.FEED_BACKLOG_BYTES);
        SockJSBridgeOptions rules = new SockJSBridgeOptions()
                .addOutboundPermitted(new PermittedOptions().setAddress(EVENTS))
                .setMaxAddressLength(EVENTS.length())
                .setMaxHandlersPerSocket(1);
        router.route("/*").subRouter(SockJSHandler.create(vertx, transports).bridge(rules, this::happened));
        return router;
    }

    private void happened(BridgeEvent event) {
        SockJSSocket socket = event.socket();
        switch (event.type()) {
            case REGISTERED -> {
                leave(socket);
                listeners.put(socket, streams.bridged(socket));
            }
            case UNREGISTER, SOCKET_CLOSED -> leave(socket);
            default -> {
                // Whether it may is a matter of the rules.
            }
        }
        event.complete(true);
    }

    private void leave(SockJSSocket socket) {
        Listener listener = listeners.remove(socket);
        if (listener != null) {
            listener.leave();
        }
    }
}
