package dev.vedette.command;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The commands that exist. What has no row here is neither called, nor listed, nor documented. */
final class CommandTable {
    private final SortedMap<String, CommandSpec> rows = new TreeMap<>();

    CommandTable(List<CommandSpec> rows) {
        rows.forEach(this::add);
        add(new Introspection(this).row());
    }

    private void add(CommandSpec row) {
        if (rows.put(row.name(), row) != null) {
            throw new IllegalArgumentException("two rows for " + row.name());
        }
    }

    /** A command by its lower-case name. */
    @Nullable
    CommandSpec find(String name) {
        return rows.get(name);
    }

    /** A command or, as {@code container|name}, a sub-command. */
    @Nullable
    CommandSpec findFull(String fullName) {
        int bar = fullName.indexOf('|');
        if (bar < 0) {
            return rows.get(fullName);
        }
        CommandSpec container = rows.get(fullName.substring(0, bar));
        return container == null ? null : container.subcommands().get(fullName.substring(bar + 1));
    }

    Collection<CommandSpec> rows() {
        return Collections.unmodifiableCollection(rows.values());
    }
}
