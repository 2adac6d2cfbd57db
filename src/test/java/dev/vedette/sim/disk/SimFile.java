package dev.vedette.sim.disk;

import dev.vedette.sim.disk.Op.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file, or an open folder: for a sync that is the same. Either for reading or for writing. */
final class SimFile extends FileChannel {
    private final SimPath path;
    private final Inode node;
    private final boolean writable;
    private int position;

    SimFile(SimPath path, Inode node, boolean writable) {
        this.path = path;
        this.node = node;
        this.writable = writable;
    }

    private <T> T call(Kind kind, Kernel.Work<T> work) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        return path.files().kernel.call(Op.of(kind, path.toString()), work);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (writable) {
            throw new NonReadableChannelException();
        }
        byte[] content = call(Kind.READ, () -> {
            if (node instanceof Regular file) {
                return file.content();
            }
            throw new IOException("Is a directory");
        });
        if (position >= content.length) {
            return -1;
        }
        int length = Math.min(to.remaining(), content.length - position);
        to.put(content, position, length);
        position += length;
        return length;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (!writable) {
            throw new NonWritableChannelException();
        }
        byte[] bytes = new byte[from.remaining()];
        from.get(from.position(), bytes);
        int at = position;
        int written = call(Kind.WRITE, () -> path.files().volume.write((Regular) node, at, bytes));
        from.position(from.position() + written);
        position += written;
        return written;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        call(node instanceof Folder ? Kind.FSYNC_FOLDER : Kind.FSYNC, () -> {
            node.force();
            return true;
        });
    }

    @Override
    public long size() throws IOException {
        return call(Kind.STAT, node::size);
    }

    @Override
    protected void implCloseChannel() {
        // Nothing is lost by closing, and nothing is synced by it.
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long newPosition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer to, long at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from, long at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
