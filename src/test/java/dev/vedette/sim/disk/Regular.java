package dev.vedette.sim.disk;

import dev.vedette.model.Chance;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A file with bytes in it. */
final class Regular extends Inode {
    private static final int BLOCK = 512;

    private byte[] content = {};
    private byte[] durable = {};

    Regular(Set<PosixFilePermission> mode) {
        super(mode);
    }

    byte[] content() {
        return content;
    }

    @Override
    long size() {
        return content.length;
    }

    void write(int position, byte[] bytes) {
        // A new array each time: what is durable may be the old one.
        byte[] longer = Arrays.copyOf(content, Math.max(content.length, position + bytes.length));
        System.arraycopy(bytes, 0, longer, position, bytes.length);
        content = longer;
    }

    void truncate(int size) {
        if (size < content.length) {
            content = Arrays.copyOf(content, size);
        }
    }

    @Override
    void force() {
        super.force();
        durable = content;
    }

    @Override
    void losePower(String path, Chance chance, List<Loss> losses) {
        super.losePower(path, chance, losses);
        if (content == durable) {
            return;
        }
        Fate fate = Fate.values()[chance.between(0, content.length == 0 ? 1 : Fate.values().length - 1)];
        content = switch (fate) {
            case KEPT -> content;
            case LOST -> durable;
            case CUT -> Arrays.copyOf(content, chance.between(0, content.length - 1));
            case ZEROED -> zeroed(chance.between(0, content.length - 1));
        };
        durable = content;
        losses.add(new Loss(path, fate));
    }

    private byte[] zeroed(int from) {
        byte[] holed = content.clone();
        Arrays.fill(holed, from, Math.min(holed.length, from + BLOCK), (byte) 0);
        return holed;
    }
}
