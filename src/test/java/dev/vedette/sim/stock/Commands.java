package dev.vedette.sim.stock;

import dev.vedette.command.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The commands of a client that are not SENTINEL (reference 8.6). */
final class Commands {
    private static final List<String> WHILE_SUBSCRIBED =
            List.of("subscribe", "psubscribe", "unsubscribe", "punsubscribe", "ping");

    private final Core core;
    private final SentinelCommand sentinel;

    Commands(Core core) {
        this.core = core;
        this.sentinel = new SentinelCommand(core);
    }

    void execute(Session session, Request request) {
        String command = request.text(0).toLowerCase(Locale.ROOT);
        if (session.isSubscribed() && !WHILE_SUBSCRIBED.contains(command)) {
            session.write(Out.error("ERR Can't execute '" + command + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE /"
                    + " PING / QUIT / RESET are allowed in this context"));
            return;
        }
        switch (command) {
            case "sentinel" -> sentinel.execute(session, request);
            case "subscribe" -> subscribe(session, command, session.channels, request);
            case "psubscribe" -> subscribe(session, command, session.patterns, request);
            case "unsubscribe" -> unsubscribe(session, command, session.channels, request);
            case "punsubscribe" -> unsubscribe(session, command, session.patterns, request);
            default -> session.write(answer(session, command, request));
        }
    }

    private String answer(Session session, String command, Request request) {
        return switch (command) {
            case "ping" -> ping(session, request);
            case "publish" -> publish(request);
            case "auth", "client" -> Out.OK;
            case "hello" ->
                "*12\r\n" + Out.bulk("server") + Out.bulk("redis") + Out.bulk("version") + Out.bulk("7.0.15")
                        + Out.bulk("proto") + Out.integer(2) + Out.bulk("id") + Out.integer(1) + Out.bulk("mode")
                        + Out.bulk("sentinel") + Out.bulk("modules") + "*0\r\n";
            case "role" -> "*2\r\n" + Out.bulk("sentinel") + Out.bulks(List.copyOf(core.masters.keySet()));
            case "info" -> Out.bulk(info());
            default -> unknown(request);
        };
    }

    private static String ping(Session session, Request request) {
        if (session.isSubscribed()) {
            return Out.bulks(List.of("pong", request.size() > 1 ? request.text(1) : ""));
        }
        return request.size() > 1 ? Out.bulk(request.text(1)) : "+PONG\r\n";
    }

    private String publish(Request request) {
        if (request.size() != 3) {
            return Out.wrongNumber("publish");
        }
        if (!request.text(1).equals(Hellos.CHANNEL)) {
            return Out.error("ERR Only HELLO messages are accepted by Sentinel instances.");
        }
        core.hellos.process(request.text(2));
        return Out.integer(1);
    }

    private static void subscribe(Session session, String command, Set<String> to, Request request) {
        for (int i = 1; i < request.size(); i++) {
            to.add(request.text(i));
            session.write(
                    "*3\r\n" + Out.bulk(command) + Out.bulk(request.text(i)) + Out.integer(session.subscriptions()));
        }
    }

    private static void unsubscribe(Session session, String command, Set<String> from, Request request) {
        List<String> leaving = new ArrayList<>(from);
        if (request.size() > 1) {
            leaving.clear();
            for (int i = 1; i < request.size(); i++) {
                leaving.add(request.text(i));
            }
        }
        if (leaving.isEmpty()) {
            session.write("*3\r\n" + Out.bulk(command) + "$-1\r\n" + Out.integer(session.subscriptions()));
        }
        for (String one : leaving) {
            from.remove(one);
            session.write("*3\r\n" + Out.bulk(command) + Out.bulk(one) + Out.integer(session.subscriptions()));
        }
    }

    private String info() {
        StringBuilder text = new StringBuilder("# Server\r\nredis_version:7.0.15\r\nredis_mode:sentinel\r\n");
        text.append("tcp_port:").append(core.port).append("\r\n\r\n# Clients\r\nconnected_clients:");
        text.append(core.server.clients()).append("\r\n\r\n# Sentinel\r\nsentinel_masters:");
        text.append(core.masters.size()).append("\r\nsentinel_tilt:").append(core.tilt ? 1 : 0);
        text.append("\r\nsentinel_tilt_since_seconds:");
        text.append(core.tilt ? core.since(core.tiltStart).toSeconds() : -1);
        text.append("\r\nsentinel_running_scripts:0\r\nsentinel_scripts_queue_length:0\r\n");
        text.append("sentinel_simulate_failure_flags:0\r\n");
        int number = 0;
        for (Instance master : core.masters.values()) {
            String status =
                    master.is(Instance.Mark.O_DOWN) ? "odown" : master.is(Instance.Mark.S_DOWN) ? "sdown" : "ok";
            text.append("master").append(number++).append(":name=").append(master.name);
            text.append(",status=").append(status).append(",address=").append(master.address.host());
            text.append(':').append(master.address.port()).append(",slaves=").append(master.slaves.size());
            text.append(",sentinels=").append(master.sentinels.size() + 1).append("\r\n");
        }
        return text.toString();
    }

    private static String unknown(Request request) {
        StringBuilder text = new StringBuilder("ERR unknown command '")
                .append(request.text(0))
                .append("', with args beginning with: ");
        for (int i = 1; i < request.size(); i++) {
            text.append('\'').append(request.text(i)).append("' ");
        }
        return Out.error(text.toString());
    }
}
