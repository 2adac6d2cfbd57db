package dev.vedette.feed;

import dev.vedette.bus.Ask;
import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.PeersReport;
import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Inside;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The last picture, and a new one when somebody wants it and the last one is old enough. However many ask, the owners
 * are asked once: looking at a sentinel must not slow it down.
 */
final class Pictures {
    private final Vertx vertx;
    private final Inside inside;
    private final Clock clock;
    private @Nullable Picture last;
    private @Nullable Moment taken;
    private @Nullable Promise<Picture> awaited;
    private long number;

    Pictures(Vertx vertx, Inside inside, Clock clock) {
        this.vertx = vertx;
        this.inside = inside;
        this.clock = clock;
    }

    /** How long until a picture may be replaced. */
    Duration period() {
        int masters = last == null ? 0 : last.monitor().masters().size();
        return Limits.FEED_PICTURE.plus(Limits.FEED_PICTURE_PER_MASTER.multipliedBy(masters));
    }

    /** One that is not older than {@link #period}. */
    Future<Picture> recent() {
        Picture known = last;
        Moment when = taken;
        if (known != null && when != null && !clock.now().isPast(when, period())) {
            return Future.succeededFuture(known);
        }
        return fresh();
    }

    /** One that is begun after this moment, as soon as the pace allows. */
    Future<Picture> fresh() {
        if (awaited == null) {
            awaited = Promise.promise();
            Moment when = taken;
            long wait =
                    when == null ? 0 : period().minus(clock.now().since(when)).toMillis();
            if (wait <= 0) {
                take();
            } else {
                vertx.setTimer(wait, id -> take());
            }
        }
        return awaited.future();
    }

    private void take() {
        taken = clock.now();
        Future<MonitorReport> monitor = ask(new Ask.Instances(), MonitorReport.class);
        Future<ElectionReport> election = ask(new Ask.Votes(), ElectionReport.class);
        Future<FailoverReport> failovers = ask(new Ask.Failovers(), FailoverReport.class);
        Future<PeersReport> peers = ask(new Ask.Peers(), PeersReport.class);
        Future.all(monitor, election, failovers, peers).onComplete(done -> {
            Promise<Picture> waiting = awaited;
            awaited = null;
            if (done.succeeded()) {
                last = new Picture(
                        ++number,
                        clock.wall(),
                        monitor.result(),
                        election.result(),
                        failovers.result(),
                        peers.result());
            }
            if (waiting != null && done.succeeded()) {
                waiting.complete(last);
            } else if (waiting != null) {
                waiting.fail(done.cause());
            }
        });
    }

    private <T> Future<T> ask(Ask question, Class<T> answer) {
        return inside.ask(question.address(), question, answer);
    }
}
