package dev.vedette.command;

import dev.vedette.bus.Answer.Outcome;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Limits;

/** Error replies that more than one command gives. */
final class Errors {
    private Errors() {}

    static final RespValue SYNTAX = RespValue.failure("ERR syntax error");
    static final RespValue NO_SUCH_MASTER = RespValue.failure("ERR No such master with that name");
    static final RespValue NOT_AN_INTEGER = RespValue.failure("ERR value is not an integer or out of range");
    static final RespValue NOT_SAVED = RespValue.failure("ERR Failed to save config file. Check server logs.");
    static final RespValue WRONG_PASSWORD =
            RespValue.failure("WRONGPASS invalid username-password pair or user is disabled.");

    static RespValue wrongArity(String fullName) {
        return RespValue.failure("ERR wrong number of arguments for '" + fullName + "' command");
    }

    static RespValue of(Outcome outcome) {
        return switch (outcome) {
            case DONE -> RespValue.OK;
            case NO_SUCH_MASTER -> NO_SUCH_MASTER;
            case DUPLICATE_MASTER -> RespValue.failure("ERR Duplicate master name.");
            case TOO_MANY_MASTERS ->
                RespValue.failure("ERR Too many masters: at most " + Limits.MASTERS + " are watched.");
            case IN_PROGRESS -> RespValue.failure("INPROG Failover already in progress");
            case NO_GOOD_REPLICA -> RespValue.failure("NOGOODSLAVE No suitable replica to promote");
            case NO_GOOD_PRIMARY -> RespValue.failure("NOGOODPRIMARY Primary does not support FAILOVER command");
            case NOT_SAVED -> NOT_SAVED;
        };
    }
}
