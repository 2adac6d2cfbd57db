package dev.vedette.failover;

import dev.vedette.bus.InfoReport;
import dev.vedette.model.Address;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether the promoted replica follows one that follows it, so that nobody is a master.
 *
 * <p>Two leaders of consecutive epochs, both elected, promote a replica each and turn the other one's to it. If the
 * older leader does that just before it hears of the newer one, the circle is closed, and only the next election would
 * open it. Each leader can tell its own replica once more; the newer one must. So both wait for longer than a hello
 * takes, and the older one has heard by then that it is over.
 *
 * <p>A promoted replica that follows somebody who is a master is not touched: that may be the word of a leader that is
 * newer than we are, and not heard yet.
 */
final class FollowCircle {
    /** Each of the two is asked every second while a failover goes on. */
    private static final Duration FRESH = Periods.INFO_BUSY.multipliedBy(2);

    private final NavigableMap<Address, Moment> followers = new TreeMap<>();
    private @Nullable InfoReport promoted;
    private @Nullable Moment closedSince;

    void promotedSays(InfoReport info, Moment now) {
        promoted = info;
        look(now);
    }

    void replicaSays(Address replica, boolean followsPromoted, Moment now) {
        if (followsPromoted) {
            followers.put(replica, now);
        } else {
            followers.remove(replica);
        }
        look(now);
    }

    private void look(Moment now) {
        InfoReport says = promoted;
        boolean closed = says != null
                && followers.entrySet().stream()
                        .anyMatch(
                                follower -> says.follows(follower.getKey()) && !now.isPast(follower.getValue(), FRESH));
        if (!closed) {
            closedSince = null;
        } else if (closedSince == null) {
            closedSince = now;
        }
    }

    boolean isClosed() {
        return closedSince != null;
    }

    boolean lasts(Duration span, Moment now) {
        return closedSince != null && now.isPast(closedSince, span);
    }

    /** It has the same time again to act on its order. */
    void ordered(Moment now) {
        closedSince = now;
    }
}
