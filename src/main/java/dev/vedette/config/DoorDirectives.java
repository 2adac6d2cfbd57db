package dev.vedette.config;

import dev.vedette.config.PlainDirectives.ValueAction;
import dev.vedette.model.Limits;
import dev.vedette.model.OutputLimit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The lines about how clients are let in. Their arguments have been checked by {@link Directives}. */
final class DoorDirectives {
    private static final int OCTAL = 8;
    private static final int GROUP = 4;

    private DoorDirectives() {}

    static Map<String, ValueAction> rules(DoorDraft doors) {
        return new TreeMap<>(Map.of(
                "protected-mode", v -> doors.protectedMode = v.equalsIgnoreCase("yes"),
                "timeout", v -> doors.idleTimeout = Duration.ofSeconds(Long.parseLong(v)),
                "tcp-backlog", v -> doors.backlog = Integer.parseInt(v),
                "tcp-keepalive", v -> doors.keepAlive = Duration.ofSeconds(Long.parseLong(v)),
                "unixsocket", v -> doors.socket = v,
                "unixsocketperm", v -> doors.socketMode = Integer.parseInt(v, OCTAL)));
    }

    /** Groups of a class, two sizes and seconds. Replicas do not connect to a sentinel. */
    static void outputLimits(DoorDraft doors, List<String> arguments) {
        for (int at = 0; at < arguments.size(); at += GROUP) {
            List<String> group = arguments.subList(at, at + GROUP);
            Duration lasting = Duration.ofSeconds(Long.parseLong(group.get(3)));
            long hard = Arguments.bytesOf(group.get(1));
            long soft = Arguments.bytesOf(group.get(2));
            switch (group.get(0).toLowerCase(Locale.ROOT)) {
                case "normal" -> doors.replies = OutputLimit.said(hard, soft, lasting, Long.MAX_VALUE);
                case "pubsub" ->
                    doors.events = OutputLimit.said(hard, soft, lasting, Limits.LARGEST_SUBSCRIBER_BACKLOG_BYTES);
                default -> {}
            }
        }
    }
}
