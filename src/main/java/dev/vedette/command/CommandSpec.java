package dev.vedette.command;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A row of the command table: everything that is known about a command without running it.
 *
 * @param name lower case, without its container's
 * @param fullName with it: {@code sentinel|masters}
 * @param arity words of the request, the name included; negative means at least as many
 * @param help the lines of the container's HELP, a line that begins with the name being syntax; empty when HELP does
 *     not list it
 * @param subcommands by name; a command that has some is a container
 */
record CommandSpec(
        String name,
        String fullName,
        int arity,
        Set<Flag> flags,
        Set<Category> categories,
        String since,
        String group,
        String summary,
        List<String> tips,
        List<String> help,
        SortedMap<String, CommandSpec> subcommands,
        Handler handler) {

    /** In the order in which COMMAND INFO says them. */
    enum Flag {
        ADMIN,
        PUBSUB,
        NOSCRIPT,
        LOADING,
        STALE,
        FAST,
        NO_AUTH,
        NO_MULTI,
        ALLOW_BUSY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** In the order in which COMMAND INFO says them. */
    enum Category {
        PUBSUB,
        ADMIN,
        FAST,
        SLOW,
        DANGEROUS,
        CONNECTION;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    CommandSpec {
        flags = Collections.unmodifiableSet(flags);
        categories = Collections.unmodifiableSet(categories);
        tips = List.copyOf(tips);
        help = List.copyOf(help);
        subcommands = Collections.unmodifiableSortedMap(new TreeMap<>(subcommands));
    }

    /** A row with the categories that follow from its flags. */
    static CommandSpec row(String name, int arity, Handler handler, Flag... flags) {
        EnumSet<Flag> set = EnumSet.noneOf(Flag.class);
        Collections.addAll(set, flags);
        EnumSet<Category> categories = EnumSet.of(set.contains(Flag.FAST) ? Category.FAST : Category.SLOW);
        if (set.contains(Flag.ADMIN)) {
            categories.add(Category.ADMIN);
            categories.add(Category.DANGEROUS);
        }
        if (set.contains(Flag.PUBSUB)) {
            categories.add(Category.PUBSUB);
        }
        return new CommandSpec(
                name, name, arity, set, categories, "", "", "", List.of(), List.of(), new TreeMap<>(), handler);
    }

    CommandSpec also(Category category) {
        EnumSet<Category> more = EnumSet.copyOf(categories);
        more.add(category);
        return new CommandSpec(
                name, fullName, arity, flags, more, since, group, summary, tips, help, subcommands, handler);
    }

    CommandSpec doc(String sinceVersion, String docGroup, String text) {
        return new CommandSpec(
                name,
                fullName,
                arity,
                flags,
                categories,
                sinceVersion,
                docGroup,
                text,
                tips,
                help,
                subcommands,
                handler);
    }

    CommandSpec tips(String... words) {
        return new CommandSpec(
                name,
                fullName,
                arity,
                flags,
                categories,
                since,
                group,
                summary,
                List.of(words),
                help,
                subcommands,
                handler);
    }

    CommandSpec help(String... lines) {
        return new CommandSpec(
                name,
                fullName,
                arity,
                flags,
                categories,
                since,
                group,
                summary,
                tips,
                List.of(lines),
                subcommands,
                handler);
    }

    CommandSpec with(List<CommandSpec> rows) {
        SortedMap<String, CommandSpec> inside = new TreeMap<>();
        rows.forEach(row -> inside.put(row.name, row.inside(name)));
        return new CommandSpec(
                name, fullName, arity, flags, categories, since, group, summary, tips, help, inside, handler);
    }

    private CommandSpec inside(String container) {
        return new CommandSpec(
                name,
                container + "|" + name,
                arity,
                flags,
                categories,
                since,
                group,
                summary,
                tips,
                help,
                subcommands,
                handler);
    }

    boolean isContainer() {
        return !subcommands.isEmpty();
    }

    boolean takes(int words) {
        return arity >= 0 ? words == arity : words >= -arity;
    }
}
