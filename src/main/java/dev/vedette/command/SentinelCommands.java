package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.ADMIN;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The SENTINEL container. */
final class SentinelCommands {
    private SentinelCommands() {}

    /** In the order of Redis's HELP, which is that of names but for one. */
    private static String place(CommandSpec row) {
        return row.name().startsWith("get-") ? "f" : row.name();
    }

    static CommandSpec row(
            SentinelViews views, SentinelOrders orders, ProcessCommands process, ClusterCommands cluster) {
        List<CommandSpec> rows = new ArrayList<>(views.rows());
        rows.addAll(orders.rows());
        rows.addAll(process.rows());
        rows.add(cluster.row());
        rows.sort(Comparator.comparing(SentinelCommands::place));
        CommandSpec container = CommandSpec.row(
                        "sentinel", -2, Handler.now((s, r) -> Errors.wrongArity("sentinel")), ADMIN)
                .doc("2.8.4", "sentinel", "A container for Sentinel commands");
        return Help.container(container, "6.2.0", List.of(), rows);
    }
}
