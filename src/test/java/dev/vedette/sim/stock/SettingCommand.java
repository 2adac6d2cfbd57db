package dev.vedette.sim.stock;

import dev.vedette.command.resp.Request;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** SENTINEL SET: one pair after the other, each with immediate effect (reference 8.5). */
final class SettingCommand {
    private final Core core;

    SettingCommand(Core core) {
        this.core = core;
    }

    void execute(Session session, Instance master, Request request) {
        int done = 0;
        String refused = "";
        for (int i = 3; i < request.size() && refused.isEmpty(); i += 2) {
            String option = request.text(i);
            if (i + 1 >= request.size() || !isKnown(option)) {
                refused = "ERR Unknown option or number of arguments for SENTINEL SET '" + option + "'";
                continue;
            }
            String value = request.text(i + 1);
            OptionalLong number = SentinelCommand.number(value);
            if (number.isEmpty() || number.getAsLong() <= 0) {
                refused = "ERR Invalid argument '" + value + "' for SENTINEL SET '" + option + "'";
                continue;
            }
            set(master, option.toLowerCase(Locale.ROOT), number.getAsLong());
            core.event("+set", master, master.details() + " " + option + " " + value);
            done++;
        }
        if (done > 0) {
            core.save();
        }
        if (refused.isEmpty()) {
            session.writeOnceSaved();
        } else {
            session.write(Out.error(refused));
        }
    }

    private static boolean isKnown(String option) {
        return switch (option.toLowerCase(Locale.ROOT)) {
            case "quorum", "down-after-milliseconds", "failover-timeout", "parallel-syncs" -> true;
            default -> false;
        };
    }

    private static void set(Instance master, String option, long value) {
        switch (option) {
            case "quorum" -> master.quorum = (int) value;
            case "parallel-syncs" -> master.parallelSyncs = (int) value;
            case "failover-timeout" -> master.failoverTimeout = Duration.ofMillis(value);
            default -> StateFile.downAfter(master, Duration.ofMillis(value));
        }
    }
}
