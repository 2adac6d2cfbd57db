package dev.vedette.config;

import dev.vedette.model.DoorSettings.Rename;
import dev.vedette.model.Limits;
import dev.vedette.model.OutputLimit;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The {@code connections} object of sentinel.json: what {@link DoorDirectives} reads, in the words of JSON. */
final class JsonDoors {
    static final List<String> KEYS = List.of(
            "protectedMode",
            "idleTimeout",
            "backlog",
            "keepAlive",
            "replyLimit",
            "eventLimit",
            "unixSocket",
            "unixSocketMode",
            "renamedCommands");
    static final List<String> LIMIT = List.of("hard", "soft", "softFor");
    private static final int OCTAL = 8;

    private JsonDoors() {}

    static void read(JsonAt at, DoorDraft doors) {
        JsonAt.Members members = at.members(KEYS);
        members.with("protectedMode", v -> v.yesNo(yes -> doors.protectedMode = yes));
        members.with("idleTimeout", v -> v.period(true, time -> doors.idleTimeout = time));
        members.with(
                "backlog",
                v -> v.whole(0, Integer.MAX_VALUE, "Invalid number of connections.", n -> doors.backlog = n));
        members.with("keepAlive", v -> v.period(true, time -> doors.keepAlive = wholeSeconds(time)));
        members.with("replyLimit", v -> limit(v, Long.MAX_VALUE, limit -> doors.replies = limit));
        members.with(
                "eventLimit", v -> limit(v, Limits.LARGEST_SUBSCRIBER_BACKLOG_BYTES, limit -> doors.events = limit));
        members.with("unixSocket", v -> v.text(path -> doors.socket = path));
        members.with(
                "unixSocketMode",
                v -> v.text(mode -> {
                    Arguments.of("octal").check(List.of(mode));
                    doors.socketMode = Integer.parseInt(mode, OCTAL);
                }));
        members.with("renamedCommands", v -> v.entries()
                .forEach((name, to) -> to.text(
                        text -> doors.renames.add(new Rename("/connections/renamedCommands/" + name, name, text)))));
    }

    private static Duration wholeSeconds(Duration time) {
        return time.isZero() ? time : Duration.ofSeconds(Math.max(1, time.toSeconds()));
    }

    private static void limit(JsonAt at, long most, Consumer<OutputLimit> taker) {
        JsonAt.Members members = at.members(LIMIT);
        int[] bytes = {0, 0};
        Duration[] lasting = {Duration.ZERO};
        members.with("hard", v -> v.whole(0, Integer.MAX_VALUE, "Invalid size.", n -> bytes[0] = n));
        members.with("soft", v -> v.whole(0, Integer.MAX_VALUE, "Invalid size.", n -> bytes[1] = n));
        members.with("softFor", v -> v.period(true, time -> lasting[0] = time));
        taker.accept(OutputLimit.said(bytes[0], bytes[1], lasting[0], most));
    }
}
