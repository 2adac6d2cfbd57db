package dev.vedette.sim.disk;

import dev.vedette.model.Chance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file system of one host: its page cache and its disk, kept apart.
 *
 * <p>A process that dies leaves the page cache as it is. A host that loses its power keeps what was synced, and of all
 * else what chance leaves. It does only what the files of a small server need: no hard links, no rename between
 * folders, no permissions that anybody checks.
 */
public final class Volume {
    private static final int MOST_LINKS = 40;
    private static final Set<PosixFilePermission> UMASK =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final String ROOT = "";

    /** Where a name is, or would be; {@code path} is free of links. */
    private record Place(Folder folder, String name, String path) {
        @Nullable
        Inode node() {
            return folder.get(name);
        }
    }

    private final Folder outside = new Folder(EnumSet.allOf(PosixFilePermission.class));
    private long room = Long.MAX_VALUE;

    public Volume() {
        outside.add(ROOT, new Folder(EnumSet.allOf(PosixFilePermission.class)));
        outside.force();
    }

    /** From now on so many bytes fit, and those of files that are deleted. */
    public void room(long bytes) {
        room = bytes;
    }

    /** The power goes and comes back: what is left is all that programs see from now on. */
    public List<Loss> losePower(Chance chance) {
        List<Loss> losses = new ArrayList<>();
        outside.losePower("", chance, losses);
        return losses;
    }

    /** Somebody has put a file there long ago, folders and all. */
    public void put(String path, String text) {
        try {
            String[] names = split(path);
            Folder folder = outside;
            for (int i = 0; i < names.length - 1; i++) {
                if (folder.get(names[i]) == null) {
                    folder.add(names[i], new Folder(EnumSet.allOf(PosixFilePermission.class)));
                    folder.force();
                }
                folder = (Folder) required(folder.get(names[i]), path);
            }
            Regular file = (Regular) open(path, true, false, EnumSet.allOf(PosixFilePermission.class));
            file.truncate(0);
            file.write(0, text.getBytes(StandardCharsets.UTF_8));
            file.force();
            place(path, true).folder().force();
        } catch (IOException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    /** The names in a folder. */
    public List<String> list(String path) throws IOException {
        return find(path, true) instanceof Folder folder ? folder.names() : List.of();
    }

    Inode find(String path, boolean follow) throws IOException {
        return required(place(path, follow).node(), path);
    }

    String realPath(String path) throws IOException {
        find(path, true);
        return place(path, true).path();
    }

    Inode open(String path, boolean create, boolean exclusive, Set<PosixFilePermission> mode) throws IOException {
        Place place = place(path, !exclusive);
        Inode present = place.node();
        if (present == null && create) {
            Set<PosixFilePermission> masked = EnumSet.copyOf(mode);
            masked.removeAll(UMASK);
            Inode fresh = new Regular(masked);
            place.folder().add(place.name(), fresh);
            return fresh;
        }
        if (present != null && exclusive) {
            throw new FileAlreadyExistsException(path);
        }
        return required(present, path);
    }

    void createFolder(String path) throws IOException {
        Place place = place(path, false);
        if (place.node() != null) {
            throw new FileAlreadyExistsException(path);
        }
        place.folder().add(place.name(), new Folder(EnumSet.allOf(PosixFilePermission.class)));
    }

    void createLink(String path, String target) throws IOException {
        Place place = place(path, false);
        if (place.node() != null) {
            throw new FileAlreadyExistsException(path);
        }
        place.folder().add(place.name(), new Link(target));
    }

    /** As much as there is room for; says how much that was. */
    int write(Regular file, int position, byte[] bytes) throws IOException {
        int written = (int) Math.min(room, bytes.length);
        if (written == 0 && bytes.length > 0) {
            throw new IOException("No space left on device");
        }
        room -= room == Long.MAX_VALUE ? 0 : written;
        file.write(position, Arrays.copyOf(bytes, written));
        return written;
    }

    void rename(String from, String to) throws IOException {
        Place source;
        Place target;
        try {
            find(from, false);
            source = place(from, false);
            target = place(to, false);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(from, to, null);
        }
        boolean movesFolder = source.node() instanceof Folder;
        Inode replaced = target.node();
        if (replaced != null && movesFolder != replaced instanceof Folder) {
            throw new FileSystemException(from, to, movesFolder ? "Not a directory" : "Is a directory");
        }
        if (source.folder() != target.folder() || movesFolder) {
            throw new UnsupportedOperationException("renames here are of files, within a folder");
        }
        if (replaced != source.node()) {
            source.folder().rename(source.name(), target.name());
            giveBack(replaced);
        }
    }

    void delete(String path) throws IOException {
        Place place = place(path, false);
        Inode gone = required(place.node(), path);
        if (gone instanceof Folder folder && !folder.names().isEmpty()) {
            throw new DirectoryNotEmptyException(path);
        }
        place.folder().remove(place.name());
        giveBack(gone);
    }

    private void giveBack(@Nullable Inode gone) {
        if (gone instanceof Regular file && room != Long.MAX_VALUE) {
            room += file.size();
        }
    }

    private static Inode required(@Nullable Inode node, String path) throws NoSuchFileException {
        if (node == null) {
            throw new NoSuchFileException(path);
        }
        return node;
    }

    private static String[] split(String path) {
        return path.equals("/") ? new String[] {ROOT} : path.split("/");
    }

    private Place place(String path, boolean follow) throws IOException {
        return walk(path, path, follow, 0);
    }

    private Place walk(String asked, String path, boolean follow, int links) throws IOException {
        if (links > MOST_LINKS) {
            throw new FileSystemException(
                    asked, null, "Too many levels of symbolic links or unable to access attributes of symbolic link");
        }
        String[] names = split(path);
        Folder folder = outside;
        for (int i = 0; ; i++) {
            boolean last = i == names.length - 1;
            Inode node = folder.get(names[i]);
            if (node instanceof Link link && (!last || follow)) {
                return walk(asked, substituted(names, i, link.target), follow, links + 1);
            }
            if (last) {
                return new Place(folder, names[i], path);
            }
            if (!(required(node, asked) instanceof Folder next)) {
                throw new FileSystemException(asked, null, "Not a directory");
            }
            folder = next;
        }
    }

    private static String substituted(String[] names, int at, String target) {
        List<String> path = new ArrayList<>();
        if (!target.startsWith("/")) {
            path.addAll(Arrays.asList(names).subList(0, at));
        }
        path.add(target);
        path.addAll(Arrays.asList(names).subList(at + 1, names.length));
        return String.join("/", path);
    }
}
