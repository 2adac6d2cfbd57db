package dev.vedette.command;

import dev.vedette.bus.Level;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.command.resp.Glob;
import dev.vedette.command.resp.Protocol;
import dev.vedette.command.resp.RespValue;
import dev.vedette.command.resp.RespWriter;
import io.vertx.core.buffer.Buffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Events to those who subscribed. A message is encoded once per dialect, however many listen, and no listener is waited
 * for: a failover must not take longer because somebody's terminal is suspended.
 */
final class Broadcaster {
    private final Sessions sessions;

    Broadcaster(Sessions sessions) {
        this.sessions = sessions;
    }

    void publish(SentinelEvent event) {
        if (event.level() == Level.DEBUG) {
            return;
        }
        RespValue channel = RespValue.bulk(event.name());
        RespValue payload = RespValue.bulk(event.payload());
        send(sessions.listenersOf(event.name()), List.of(RespValue.bulk("message"), channel, payload));
        for (String pattern : sessions.patterns()) {
            if (Glob.matches(pattern, event.name())) {
                RespValue shown = PubSubCommands.name(pattern);
                send(
                        sessions.listenersOfPattern(pattern),
                        List.of(RespValue.bulk("pmessage"), shown, channel, payload));
            }
        }
    }

    private void send(List<Session> listeners, List<RespValue> message) {
        Map<Protocol, Buffer> forms = new EnumMap<>(Protocol.class);
        RespValue push = new RespValue.Push(message);
        for (Session session : listeners) {
            Buffer form = forms.computeIfAbsent(
                    session.protocol(), protocol -> Buffer.buffer(RespWriter.encode(push, protocol)));
            session.outlet().deliver(form);
        }
    }
}
