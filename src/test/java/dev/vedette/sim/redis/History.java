package dev.vedette.sim.redis;

import dev.vedette.model.RunId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How a server's data came about: a stream of commands, counted in bytes, under a name.
 *
 * <p>Who is promoted goes on under a new name and remembers under which one it lived before, and up to where. So a
 * replica that has not gone further than that shares the history, and needs only what it has not heard yet; anybody
 * else has to take over everything. Only the last bytes are kept, and only since there first was a replica.
 */
final class History {
    private static final String NOBODY = "0".repeat(RunId.LENGTH);

    private final Deque<byte[]> log = new ArrayDeque<>();
    private String id;
    private String formerId = NOBODY;
    private long formerEnd = -1;
    private long offset;
    private long kept;
    private long limit;
    private boolean active;

    History(RunId id, long limit) {
        this.id = id.value();
        this.limit = limit;
    }

    String id() {
        return id;
    }

    String formerId() {
        return formerId;
    }

    /** The first byte that is not shared with those who go on under the former name; -1 without one. */
    long formerEnd() {
        return formerEnd;
    }

    long offset() {
        return offset;
    }

    /** How many bytes can still be told. */
    long kept() {
        return kept;
    }

    long firstKept() {
        return active ? offset - kept + 1 : 0;
    }

    boolean isActive() {
        return active;
    }

    void limit(long bytes) {
        limit = bytes;
        trim();
    }

    long limit() {
        return limit;
    }

    /** From now on what happens is kept. */
    void activate() {
        active = true;
    }

    void append(byte[] command) {
        offset += command.length;
        log.add(command);
        kept += command.length;
        trim();
    }

    private void trim() {
        while (kept > limit && !log.isEmpty()) {
            kept -= log.poll().length;
        }
    }

    /** Goes on under a new name. */
    void fork(RunId fresh) {
        formerId = id;
        formerEnd = offset + 1;
        id = fresh.value();
        active = true;
    }

    /** The master goes on under a new name. */
    void renamed(String newId) {
        if (!newId.equals(id)) {
            formerId = id;
            formerEnd = offset + 1;
            id = newId;
        }
    }

    /** Takes over somebody else's, together with the data. */
    void replace(String newId, long newOffset) {
        id = newId;
        formerId = NOBODY;
        formerEnd = -1;
        offset = newOffset;
        log.clear();
        kept = 0;
        active = true;
    }

    /**
     * What somebody has to hear who knows everything before this byte of a history of this name.
     *
     * @return null when there is no common history, or when too little of it is kept
     */
    byte @Nullable [] since(String hisId, long first) {
        boolean common = hisId.equals(id) || hisId.equals(formerId) && first <= formerEnd;
        if (!common || !active || first < firstKept() || first > offset + 1) {
            return null;
        }
        byte[] missing = new byte[(int) (offset + 1 - first)];
        int to = missing.length;
        for (var commands = log.descendingIterator(); to > 0 && commands.hasNext(); ) {
            byte[] command = commands.next();
            int length = Math.min(to, command.length);
            System.arraycopy(command, command.length - length, missing, to - length, length);
            to -= length;
        }
        return missing;
    }
}
