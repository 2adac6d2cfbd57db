package dev.vedette.command;

import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what would come back as something else from the file that it is saved to: a line end in a name starts a
 * directive of the client's choice. Older Redis takes such words, the newest Valkey refuses them, and so do we.
 */
final class SafeWords {
    private static final int FIRST_ARGUMENT = 2;
    private static final int DELETE = 0x7F;

    private SafeWords() {}

    static @Nullable RespValue check(Request request, String command) {
        return check(request, FIRST_ARGUMENT, command);
    }

    /** @param from the first word that is looked at */
    static @Nullable RespValue check(Request request, int from, String command) {
        for (int i = from; i < request.size(); i++) {
            if (request.bytes(i).chars().anyMatch(c -> c < ' ' || c == DELETE)) {
                return RespValue.failure("ERR Invalid argument at index " + i + " for SENTINEL " + command
                        + ": control characters are not allowed");
            }
        }
        return null;
    }

    static boolean isName(String text) {
        return !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '"' || c == '\'');
    }
}
