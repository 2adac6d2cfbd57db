package dev.vedette.command.acl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The commands that rules can be about: those that exist, and no others. */
public final class Catalogue {
    /** In the order in which Redis lists them, and looks for the best description of a user's rights. */
    public static final List<String> CATEGORIES = List.of(
            "keyspace",
            "read",
            "write",
            "set",
            "sortedset",
            "list",
            "hash",
            "string",
            "bitmap",
            "hyperloglog",
            "geo",
            "stream",
            "pubsub",
            "admin",
            "fast",
            "slow",
            "blocking",
            "dangerous",
            "connection",
            "transaction",
            "scripting");

    /**
     * A command.
     *
     * @param id its bit
     * @param open may be called by everybody, also by those who did not log in
     */
    public record Entry(int id, String fullName, Set<String> categories, boolean open, List<Entry> subcommands) {
        boolean isSubcommand() {
            return fullName.indexOf('|') >= 0;
        }
    }

    private final List<Entry> roots = new ArrayList<>();
    private final SortedMap<String, Entry> byName = new TreeMap<>();
    private int lastId;

    /** Says a command of the top level, with its sub-commands said before. */
    public void add(String fullName, Set<String> categories, boolean open, List<Entry> subcommands) {
        roots.add(entry(fullName, categories, open, subcommands));
    }

    public Entry entry(String fullName, Set<String> categories, boolean open, List<Entry> subcommands) {
        Entry entry = new Entry(lastId++, fullName, Set.copyOf(categories), open, List.copyOf(subcommands));
        byName.put(fullName, entry);
        return entry;
    }

    public List<Entry> roots() {
        return Collections.unmodifiableList(roots);
    }

    public @Nullable Entry find(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    int size() {
        return lastId;
    }

    static boolean isCategory(String name) {
        return CATEGORIES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Every command and sub-command of a category. */
    public List<String> named(String category) {
        List<String> names = new ArrayList<>();
        for (Entry root : roots) {
            addNamed(root, category, names);
        }
        return names;
    }

    private static void addNamed(Entry entry, String category, List<String> names) {
        if (entry.categories().contains(category)) {
            names.add(entry.fullName());
        }
        entry.subcommands().forEach(sub -> addNamed(sub, category, names));
    }
}
