package dev.vedette.sim.disk;

import dev.vedette.model.Chance;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names. Each change of them is atomic; until the folder is synced, each by itself may survive a power loss or not,
 * whatever became of the others and of the files that they name. No journal that we know loses a change and keeps a
 * later one; POSIX allows it, and who survives it survives the journals as well.
 */
final class Folder extends Inode {
    /** A creation adds a name, a deletion removes one, a rename does both at once. */
    private record Change(
            @Nullable String removed,
            @Nullable String added,
            @Nullable Inode node) {
        void applyTo(Map<String, Inode> names) {
            if (removed != null) {
                names.remove(removed);
            }
            if (added != null && node != null) {
                names.put(added, node);
            }
        }

        @Override
        public String toString() {
            if (removed != null && added != null) {
                return "rename " + removed + " to " + added;
            }
            return removed != null ? "delete " + removed : "create " + added;
        }
    }

    private final Map<String, Inode> names = new TreeMap<>();
    private final Map<String, Inode> durable = new TreeMap<>();
    private final List<Change> unsynced = new ArrayList<>();

    Folder(Set<PosixFilePermission> mode) {
        super(mode);
    }

    @Nullable
    Inode get(String name) {
        return names.get(name);
    }

    List<String> names() {
        return List.copyOf(names.keySet());
    }

    @Override
    long size() {
        return names.size();
    }

    void add(String name, Inode node) {
        change(new Change(null, name, node));
    }

    void remove(String name) {
        change(new Change(name, null, null));
    }

    void rename(String from, String to) {
        change(new Change(from, to, names.get(from)));
    }

    private void change(Change change) {
        change.applyTo(names);
        unsynced.add(change);
    }

    /** The names alone: what they name has to be synced by itself. */
    @Override
    void force() {
        super.force();
        unsynced.clear();
        durable.clear();
        durable.putAll(names);
    }

    @Override
    void losePower(String path, Chance chance, List<Loss> losses) {
        super.losePower(path, chance, losses);
        for (Change change : unsynced) {
            Fate fate = chance.between(0, 1) == 0 ? Fate.KEPT : Fate.LOST;
            if (fate == Fate.KEPT) {
                change.applyTo(durable);
            }
            losses.add(new Loss(change.toString(), fate));
        }
        unsynced.clear();
        names.clear();
        names.putAll(durable);
        names.forEach((name, node) -> node.losePower(path + "/" + name, chance, losses));
    }
}
