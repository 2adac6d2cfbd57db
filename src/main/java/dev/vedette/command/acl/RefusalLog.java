package dev.vedette.command.acl;

import dev.vedette.model.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** ACL LOG: who was refused what, the last first. The same refusal again within a minute is counted. */
public final class RefusalLog {
    private static final Duration SAME = Duration.ofMinutes(1);
    private static final int LOOKED_AT = 10;

    /**
     * @param reason auth, command or channel
     * @param object what was refused
     * @param client the connection, as CLIENT INFO describes it
     */
    public record Entry(String reason, String object, String user, String client, Moment at, int count) {
        boolean isLike(Entry other) {
            return reason.equals(other.reason)
                    && object.equals(other.object)
                    && user.equals(other.user)
                    && other.at.since(at).compareTo(SAME) <= 0;
        }
    }

    private final int length;
    private final Deque<Entry> entries = new ArrayDeque<>();

    public RefusalLog(int length) {
        this.length = length;
    }

    public void add(Entry entry) {
        int count = entry.count();
        int looked = 0;
        for (Iterator<Entry> all = entries.iterator(); all.hasNext() && looked < LOOKED_AT; looked++) {
            Entry before = all.next();
            if (before.isLike(entry)) {
                count += before.count();
                all.remove();
                break;
            }
        }
        entries.addFirst(new Entry(entry.reason(), entry.object(), entry.user(), entry.client(), entry.at(), count));
        while (entries.size() > length) {
            entries.removeLast();
        }
    }

    public List<Entry> last(long count) {
        return entries.stream().limit(Math.max(0, count)).toList();
    }

    public void clear() {
        entries.clear();
    }
}
