package dev.vedette.gossip;

import dev.vedette.brain.Out;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says in the log which hellos are ignored and why, once a minute for each cause: whoever may publish on a data node
 * may do so ten thousand times a second.
 */
final class Oddities {
    private static final int EXCERPT = 200;

    private final Out out;
    private final Map<Oddity, Silence> silences = new EnumMap<>(Oddity.class);

    private static final class Silence {
        private final Moment since;
        private long hidden;

        Silence(Moment since) {
            this.since = since;
        }
    }

    Oddities(Out out) {
        this.out = out;
    }

    /** @param master whom it is about, or null when that is not known here */
    void ignored(Oddity oddity, @Nullable MasterName master, String payload) {
        Silence before = silences.get(oddity);
        if (before != null && !out.now().isPast(before.since, Limits.PAUSE_BETWEEN_ODDITIES)) {
            before.hidden++;
            return;
        }
        silences.put(oddity, new Silence(out.now()));
        String shown = payload.length() > EXCERPT ? payload.substring(0, EXCERPT) + "..." : payload;
        String others = before == null || before.hidden == 0 ? "" : " (and " + before.hidden + " more before it)";
        out.remark(oddity.level(), master, "ignoring a hello: " + oddity.sentence() + ": " + shown + others);
    }
}
