package dev.vedette.command;

import dev.vedette.command.resp.Request;
import dev.vedette.model.DoorSettings.Rename;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The commands that exist. What has no row here is neither called, nor listed, nor documented.
 *
 * <p>As in Redis, {@code rename-command} changes what a command is called by; rights, and what it says of itself, go by
 * its own name.
 */
final class CommandTable {
    /** By their own names: what rights are about. */
    private final SortedMap<String, CommandSpec> rows = new TreeMap<>();
    /** By what they are called now. */
    private final SortedMap<String, CommandSpec> called = new TreeMap<>();

    CommandTable(List<CommandSpec> rows, List<Rename> renames) {
        rows.forEach(this::add);
        add(new Introspection(this).row());
        called.putAll(this.rows);
        renames.forEach(this::rename);
    }

    private void rename(Rename rename) {
        CommandSpec row = called.remove(rename.from().toLowerCase(Locale.ROOT));
        if (row == null) {
            throw new BadRename(rename, "No such command in rename-command");
        }
        if (!rename.to().isEmpty() && called.putIfAbsent(rename.to().toLowerCase(Locale.ROOT), row) != null) {
            throw new BadRename(rename, "Target command name already exists");
        }
    }

    /** A line of the configuration that cannot be obeyed. */
    static final class BadRename extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private BadRename(Rename rename, String why) {
            super(rename.where() + ": rename-command " + rename.from() + ": " + why);
        }
    }

    private void add(CommandSpec row) {
        if (rows.put(row.name(), row) != null) {
            throw new IllegalArgumentException("two rows for " + row.name());
        }
    }

    /** A command by what it is called, in lower case. */
    @Nullable
    CommandSpec find(String name) {
        return called.get(name);
    }

    /**
     * The row of the command that these words call: of a container with a further word that of its sub-command.
     *
     * @param at where its name stands
     * @return null when there is none, whether the container or the sub-command is unknown
     */
    @Nullable
    CommandSpec called(Request request, int at) {
        CommandSpec row = find(request.lower(at));
        return row != null && row.isContainer() && request.size() > at + 1
                ? row.subcommands().get(request.lower(at + 1))
                : row;
    }

    /** A command or, as {@code container|name}, a sub-command. */
    @Nullable
    CommandSpec findFull(String fullName) {
        int bar = fullName.indexOf('|');
        if (bar < 0) {
            return called.get(fullName);
        }
        CommandSpec container = called.get(fullName.substring(0, bar));
        return container == null ? null : container.subcommands().get(fullName.substring(bar + 1));
    }

    /** Those that can be called. */
    Collection<CommandSpec> rows() {
        return Collections.unmodifiableCollection(called.values());
    }

    /** All, by their own names, for rights. */
    Collection<CommandSpec> all() {
        return Collections.unmodifiableCollection(rows.values());
    }
}
