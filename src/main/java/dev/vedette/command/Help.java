package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.LOADING;
import static dev.vedette.command.CommandSpec.Flag.STALE;

import dev.vedette.command.resp.RespValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Builds a container and its HELP, which lists the rows that are really there. */
final class Help {
    private static final String INDENT = "    ";

    private Help() {}

    /** @param first lines of HELP that belong to no sub-command */
    static CommandSpec container(CommandSpec container, List<String> first, List<CommandSpec> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(container.name().toUpperCase(Locale.ROOT)
                + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        lines.addAll(first);
        rows.forEach(row -> lines.addAll(lines(row)));
        lines.add("HELP");
        lines.add(INDENT + "Print this help.");

        RespValue reply = RespValue.statuses(lines);
        List<CommandSpec> all = new ArrayList<>(rows);
        all.add(CommandSpec.row("help", 2, Handler.now((session, request) -> reply), LOADING, STALE)
                .doc("5.0.0", container.group(), "Show helpful text about the different subcommands"));
        return container.with(all);
    }

    private static List<String> lines(CommandSpec row) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < row.help().size(); i++) {
            lines.add(i == 0 ? row.help().get(i) : INDENT + row.help().get(i));
        }
        return lines;
    }
}
