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

    /**
     * @param since which version of Redis had HELP first
     * @param first lines of HELP that belong to no sub-command
     */
    static CommandSpec container(CommandSpec container, String since, List<String> first, List<CommandSpec> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(container.name().toUpperCase(Locale.ROOT)
                + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        lines.addAll(first);
        rows.forEach(row -> lines.addAll(lines(row)));
        lines.add("HELP");
        lines.add(INDENT + "Prints this help.");

        RespValue reply = RespValue.statuses(lines);
        List<CommandSpec> all = new ArrayList<>(rows);
        all.add(CommandSpec.row("help", 2, Handler.now((session, request) -> reply), LOADING, STALE)
                .doc(since, container.group(), "Show helpful text about the different subcommands"));
        return container.with(all);
    }

    private static List<String> lines(CommandSpec row) {
        List<String> lines = new ArrayList<>();
        String name = row.name().toUpperCase(Locale.ROOT);
        for (String line : row.help()) {
            boolean isSyntax = line.equals(name) || line.startsWith(name + " ");
            lines.add(isSyntax ? line : INDENT + line);
        }
        return lines;
    }
}
