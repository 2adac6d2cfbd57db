package dev.vedette.command;

import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Limits;

/** What a client may call itself: CLIENT LIST separates its fields by blanks and its lines by line ends. */
final class ClientNames {
    static final RespValue BAD_NAME =
            RespValue.failure("ERR Client names cannot contain spaces, newlines or special characters.");

    private ClientNames() {}

    static boolean isValid(byte[] name) {
        if (name.length > Limits.CLIENT_NAME_BYTES) {
            return false;
        }
        for (byte b : name) {
            if (b < '!' || b > '~') {
                return false;
            }
        }
        return true;
    }
}
