package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.ADMIN;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The SENTINEL container. */
final class SentinelCommands {
    private SentinelCommands() {}

    static CommandSpec row(SentinelViews views, SentinelOrders orders) {
        List<CommandSpec> rows = new ArrayList<>(views.rows());
        rows.addAll(orders.rows());
        rows.sort(Comparator.comparing(CommandSpec::name));
        CommandSpec container = CommandSpec.row(
                        "sentinel", -2, Handler.now((s, r) -> Errors.wrongArity("sentinel")), ADMIN)
                .doc("2.8.4", "sentinel", "A container for Sentinel commands");
        return Help.container(container, List.of(), rows);
    }
}
