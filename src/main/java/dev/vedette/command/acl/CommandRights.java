package dev.vedette.command.acl;

import dev.vedette.command.acl.Catalogue.Entry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which commands may be called: one bit each, and one for the commands of the future. How it came about is not kept, so
 * the description is worked out from the bits, with Redis's own steps: the best fitting categories first, then single
 * commands.
 */
final class CommandRights {
    private final Catalogue catalogue;
    private final BitSet bits = new BitSet();
    private final SortedMap<Integer, List<String>> firstArguments = new TreeMap<>();
    private boolean future;
    private boolean all;

    CommandRights(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    CommandRights copy() {
        CommandRights copy = new CommandRights(catalogue);
        copy.bits.or(bits);
        firstArguments.forEach((id, words) -> copy.firstArguments.put(id, new ArrayList<>(words)));
        copy.future = future;
        copy.all = all;
        return copy;
    }

    /** Every command, and whatever may be added to them. */
    boolean isAll() {
        return all;
    }

    void setAll(boolean allowed) {
        bits.set(0, catalogue.size(), allowed);
        firstArguments.clear();
        future = allowed;
        all = allowed;
    }

    /** @param text without the sign */
    void allow(String text) throws AclFault {
        int bar = text.lastIndexOf('|');
        if (bar < 0) {
            change(find(text), true);
            return;
        }
        Entry command = find(text.substring(0, bar));
        String word = text.substring(bar + 1);
        if (command.isSubcommand()) {
            throw new AclFault("Allowing first-arg of a subcommand is not supported");
        }
        if (word.isEmpty()) {
            throw AclFault.syntax();
        }
        if (!command.subcommands().isEmpty()) {
            change(find(text), true);
            return;
        }
        List<String> words = firstArguments.computeIfAbsent(command.id(), id -> new ArrayList<>());
        if (words.stream().noneMatch(word::equalsIgnoreCase)) {
            words.add(word);
        }
    }

    void deny(String text) throws AclFault {
        change(find(text), false);
    }

    void category(String name, boolean allowed) throws AclFault {
        if (!Catalogue.isCategory(name)) {
            throw AclFault.unknown();
        }
        ofCategory(catalogue.roots(), name.toLowerCase(Locale.ROOT), allowed);
    }

    private void ofCategory(Collection<Entry> entries, String category, boolean allowed) {
        for (Entry entry : entries) {
            if (entry.categories().contains(category)) {
                change(entry, allowed);
            }
            ofCategory(entry.subcommands(), category, allowed);
        }
    }

    private Entry find(String name) throws AclFault {
        Entry entry = catalogue.find(name);
        if (entry == null) {
            throw AclFault.unknown();
        }
        return entry;
    }

    private void change(Entry entry, boolean allowed) {
        bits.set(entry.id(), allowed);
        firstArguments.remove(entry.id());
        entry.subcommands().forEach(sub -> bits.set(sub.id(), allowed));
        all &= allowed;
    }

    /** @param words the request, the command's name first */
    boolean allows(Entry command, List<String> words) {
        if (all || command.open() || bits.get(command.id())) {
            return true;
        }
        List<String> first = firstArguments.getOrDefault(command.id(), List.of());
        return words.size() > 1 && first.stream().anyMatch(words.get(1)::equalsIgnoreCase);
    }

    String describe() {
        StringBuilder text = new StringBuilder(future ? "+@all" : "-@all");
        CommandRights said = new CommandRights(catalogue);
        said.setAll(future);
        CommandRights left = copy();
        List<String> open = new ArrayList<>(Catalogue.CATEGORIES);
        for (String best = left.best(open, !future); !best.isEmpty(); best = left.best(open, !future)) {
            said.ofCategory(catalogue.roots(), best, !future);
            left.ofCategory(catalogue.roots(), best, future);
            open.remove(best);
            text.append(future ? " -@" : " +@").append(best);
        }
        differences(catalogue.roots(), said, text);
        return text.toString();
    }

    /** The category that says most of what is not said yet, if it says more right than wrong; else empty. */
    private String best(List<String> open, boolean additive) {
        String best = "";
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (String category : open) {
            int on = 0;
            int off = 0;
            for (String name : catalogue.named(category)) {
                Entry entry = catalogue.find(name);
                boolean allowed = entry != null && bits.get(entry.id());
                on += allowed ? 1 : 0;
                off += allowed ? 0 : 1;
            }
            int wrong = additive ? off : on;
            int right = additive ? on : off;
            if (right > wrong && (wrong < fewest || wrong == fewest && right > most)) {
                best = category;
                fewest = wrong;
                most = right;
            }
        }
        return best;
    }

    private void differences(Collection<Entry> entries, CommandRights said, StringBuilder text) {
        for (Entry entry : entries) {
            boolean allowed = bits.get(entry.id());
            if (allowed != said.bits.get(entry.id())) {
                text.append(allowed ? " +" : " -").append(entry.fullName());
                said.change(entry, allowed);
            }
            differences(entry.subcommands(), said, text);
            if (!allowed) {
                firstArguments.getOrDefault(entry.id(), List.of()).forEach(word -> text.append(" +")
                        .append(entry.fullName())
                        .append('|')
                        .append(word));
            }
        }
    }
}
