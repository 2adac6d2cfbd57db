package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.LOADING;
import static dev.vedette.command.CommandSpec.Flag.STALE;

import dev.vedette.command.CommandSpec.Category;
import dev.vedette.command.resp.Glob;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** COMMAND: the table, told to clients. */
final class Introspection {
    private static final String UNORDERED = "nondeterministic_output_order";

    private final CommandTable table;
    private final CommandDocs docs = new CommandDocs();

    Introspection(CommandTable table) {
        this.table = table;
    }

    CommandSpec row() {
        CommandSpec container = CommandSpec.row(
                        "command", -1, Handler.now((s, r) -> infos(table.rows())), LOADING, STALE)
                .also(Category.CONNECTION)
                .tips(UNORDERED)
                .doc("2.8.13", "server", "Get array of Redis command details");
        return Help.container(
                container,
                "5.0.0",
                List.of("(no subcommand)", "    Return details about all Redis commands."),
                subcommands());
    }

    private List<CommandSpec> subcommands() {
        return List.of(
                inner("count", 2, (s, r) -> RespValue.number(table.rows().size()))
                        .doc("2.8.13", "server", "Get total number of Redis commands")
                        .help("COUNT", "Return the total number of commands in this Redis server."),
                inner("list", -2, (s, r) -> list(r))
                        .tips(UNORDERED)
                        .doc("7.0.0", "server", "Get an array of Redis command names")
                        .help("LIST", "Return a list of all commands in this Redis server."),
                inner("info", -2, (s, r) -> info(r))
                        .tips(UNORDERED)
                        .doc(
                                "2.8.13",
                                "server",
                                "Get array of specific Redis command details, or all when no argument is given.")
                        .help(
                                "INFO [<command-name> ...]",
                                "Return details about multiple Redis commands.",
                                "If no command names are given, documentation details for all",
                                "commands are returned."),
                inner("docs", -2, (s, r) -> docs(r))
                        .tips(UNORDERED)
                        .doc("7.0.0", "server", "Get array of specific Redis command documentation")
                        .help(
                                "DOCS [<command-name> ...]",
                                "Return documentation details about multiple Redis commands.",
                                "If no command names are given, documentation details for all",
                                "commands are returned."),
                inner("getkeys", -4, (s, r) -> keys(r))
                        .doc("2.8.13", "server", "Extract keys given a full Redis command")
                        .help("GETKEYS <full-command>", "Return the keys from a full Redis command."),
                inner("getkeysandflags", -4, (s, r) -> keys(r))
                        .doc("7.0.0", "server", "Extract keys and access flags given a full Redis command")
                        .help(
                                "GETKEYSANDFLAGS <full-command>",
                                "Return the keys and the access flags from a full Redis command."));
    }

    private static CommandSpec inner(String name, int arity, BiFunction<Session, Request, RespValue> body) {
        return CommandSpec.row(name, arity, Handler.now(body), LOADING, STALE).also(Category.CONNECTION);
    }

    private RespValue info(Request request) {
        if (request.size() == 2) {
            return infos(table.rows());
        }
        List<RespValue> items = new ArrayList<>();
        for (int i = 2; i < request.size(); i++) {
            CommandSpec row = table.findFull(request.lower(i));
            items.add(row == null ? RespValue.NULL : info(row));
        }
        return new RespValue.Many(items);
    }

    private static RespValue infos(Collection<CommandSpec> rows) {
        return new RespValue.Many(rows.stream().map(Introspection::info).toList());
    }

    /** No command here has keys. */
    private static RespValue info(CommandSpec row) {
        return RespValue.many(
                RespValue.bulk(row.fullName()),
                RespValue.number(row.arity()),
                words(row.flags().stream().map(CommandSpec.Flag::word).toList()),
                RespValue.number(0),
                RespValue.number(0),
                RespValue.number(0),
                words(row.categories().stream()
                        .map(category -> "@" + category.word())
                        .toList()),
                new RespValue.Unordered(row.tips().stream().map(RespValue::bulk).toList()),
                new RespValue.Unordered(List.of()),
                row.isContainer() ? infos(row.subcommands().values()) : new RespValue.Unordered(List.of()));
    }

    private static RespValue words(List<String> words) {
        return new RespValue.Unordered(
                words.stream().<RespValue>map(RespValue.Status::new).toList());
    }

    /** No command here has keys. */
    private RespValue keys(Request request) {
        boolean exists = table.called(request, 2) != null;
        return RespValue.failure(exists ? "ERR The command has no key arguments" : "ERR Invalid command specified");
    }

    private RespValue list(Request request) {
        Predicate<CommandSpec> filter = row -> true;
        if (request.size() > 2) {
            Predicate<CommandSpec> asked = request.size() == 5 && request.is(2, "filterby") ? filter(request) : null;
            if (asked == null) {
                return Errors.SYNTAX;
            }
            filter = asked;
        }
        List<String> names = new ArrayList<>();
        for (CommandSpec row : table.rows()) {
            addName(row, filter, names);
            for (CommandSpec inner : row.subcommands().values()) {
                addName(inner, filter, names);
            }
        }
        return RespValue.bulks(names);
    }

    private static void addName(CommandSpec row, Predicate<CommandSpec> filter, List<String> names) {
        if (filter.test(row)) {
            names.add(row.fullName());
        }
    }

    private static @Nullable Predicate<CommandSpec> filter(Request request) {
        String by = request.lower(3);
        String what = request.lower(4);
        return switch (by) {
            case "aclcat" ->
                row -> row.categories().stream()
                        .anyMatch(category -> category.word().equals(what));
            case "pattern" -> row -> Glob.matches(what, row.fullName());
            case "module" -> row -> false;
            default -> null;
        };
    }

    private RespValue docs(Request request) {
        List<RespValue> items = new ArrayList<>();
        if (request.size() == 2) {
            table.rows().forEach(row -> addDoc(row, items));
        }
        for (int i = 2; i < request.size(); i++) {
            CommandSpec row = table.findFull(request.lower(i));
            if (row != null) {
                addDoc(row, items);
            }
        }
        return new RespValue.Pairs(items);
    }

    private void addDoc(CommandSpec row, List<RespValue> items) {
        List<RespValue> doc = new ArrayList<>(List.of(
                RespValue.bulk("summary"), RespValue.bulk(row.summary()),
                RespValue.bulk("since"), RespValue.bulk(row.since()),
                RespValue.bulk("group"), RespValue.bulk(row.group())));
        doc.addAll(docs.of(row.fullName()));
        if (row.isContainer()) {
            List<RespValue> inner = new ArrayList<>();
            row.subcommands().values().forEach(sub -> addDoc(sub, inner));
            doc.add(RespValue.bulk("subcommands"));
            doc.add(new RespValue.Pairs(inner));
        }
        items.add(RespValue.bulk(row.fullName()));
        items.add(new RespValue.Pairs(doc));
    }
}
