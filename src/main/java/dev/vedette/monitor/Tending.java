package dev.vedette.monitor;

import dev.vedette.brain.Out;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkOrder;
import dev.vedette.model.Limits;
import dev.vedette.model.LinkId;
import dev.vedette.model.Moment;
import dev.vedette.model.Tunable;
import java.time.Duration;
import java.util.List;

/**
 * Keeps links in use: opens what is missing, asks what is due, renews what is stale, and sets an alarm for the moment
 * at which the next thing becomes due. The pulse calls it too, as the safety net.
 */
final class Tending {
    /** Something may be due on this link. */
    record Due(LinkId link) implements Alarm {}

    private final Watches watches;
    private final Out out;
    private final Dialling dialling;

    Tending(Watches watches, Out out) {
        this.watches = watches;
        this.out = out;
        this.dialling = new Dialling(watches, this, out);
    }

    void tendAll() {
        watches.links().forEach(this::tend);
    }

    void tend(LinkHealth link) {
        List<MasterWatch> users = watches.users(link.id());
        for (Channel channel : link.channels()) {
            if (link.mayOpen(channel, out.now())) {
                dialling.open(link, channel);
            }
        }
        dialling.doubt(link);
        if (mayAsk(link, users)) {
            if (!link.pingDue(pingPeriod(users), out.tunables()).isAfter(out.now())) {
                ping(link);
            }
            askInfo(link);
        }
        setAlarm(link, users);
    }

    private static boolean mayAsk(LinkHealth link, List<MasterWatch> users) {
        return link.isUp(Channel.COMMAND)
                && link.pending() < Limits.PENDING_COMMANDS_PER_LINK * Math.max(1, users.size());
    }

    private void askInfo(LinkHealth link) {
        if (link.id() instanceof LinkId.Node id) {
            NodeWatch node = watches.node(id);
            MasterWatch watch = watches.master(id.master());
            if (node != null
                    && watch != null
                    && !node.infoDue(watch.infoPeriod(node, out.tunables()), out.now())
                            .isAfter(out.now())) {
                node.infoSent(out.now());
                out.command(link.id(), new Errand.Info());
            }
        }
    }

    void ping(LinkHealth link) {
        link.pinged(out.now());
        out.command(link.id(), new Errand.Ping());
    }

    /** Closes what is open and opens it anew, now. */
    void renew(LinkHealth link) {
        for (Channel channel : link.channels()) {
            close(link, channel);
        }
        tend(link);
    }

    Dialling dialling() {
        return dialling;
    }

    /** Closes a link that nobody needs any more. */
    void drop(LinkHealth link) {
        for (Channel channel : link.channels()) {
            out.order(new LinkOrder.Close(link.id(), channel));
        }
    }

    private void close(LinkHealth link, Channel channel) {
        out.order(new LinkOrder.Close(link.id(), channel));
        link.closed(channel, out.now());
        if (channel == Channel.COMMAND && link.id() instanceof LinkId.Node id) {
            NodeWatch node = watches.node(id);
            if (node != null) {
                node.connectionLost();
            }
        }
    }

    /** A connection that looks alive and carries nothing is closed really and opened anew (reference 2.2). */
    void renewStale(LinkHealth link) {
        Duration downAfter = downAfter(watches.users(link.id()));
        for (Channel channel : link.channels()) {
            if (link.isStale(channel, downAfter, out.tunables(), out.now())) {
                close(link, channel);
            }
        }
    }

    /** The shortest of those who use it; as long as TILT where nobody does. */
    private Duration downAfter(List<MasterWatch> users) {
        Duration shortest = null;
        for (MasterWatch user : users) {
            Duration own = user.settings().downAfter();
            shortest = shortest == null || own.compareTo(shortest) < 0 ? own : shortest;
        }
        return shortest == null ? out.tunables().of(Tunable.TILT_PERIOD) : shortest;
    }

    private Duration pingPeriod(List<MasterWatch> users) {
        Duration shortest = out.tunables().ping();
        for (MasterWatch user : users) {
            Duration period = user.pingPeriod(out.tunables());
            shortest = period.compareTo(shortest) < 0 ? period : shortest;
        }
        return shortest;
    }

    private void setAlarm(LinkHealth link, List<MasterWatch> users) {
        Moment due = out.now().plus(out.tunables().ping());
        for (Channel channel : link.channels()) {
            if (link.isClosed(channel) && link.address().port() != 0) {
                due = earlier(due, link.retryAt(channel));
            }
        }
        boolean mayAsk = mayAsk(link, users);
        if (mayAsk) {
            due = earlier(due, link.pingDue(pingPeriod(users), out.tunables()));
        }
        if (link.isUp(Channel.COMMAND) && link.isWaitedFor()) {
            Moment stale = link.staleAt(Channel.COMMAND, downAfter(users), out.tunables())
                    .plus(Duration.ofMillis(1));
            if (stale.isAfter(out.now())) {
                due = earlier(due, stale);
            }
        }
        for (MasterWatch watch : users) {
            Moment silent = link.silentTooLongAt(watch.settings().downAfter());
            if (silent != null && silent.isAfter(out.now())) {
                due = earlier(due, silent);
            }
        }
        if (mayAsk && link.id() instanceof LinkId.Node id) {
            NodeWatch node = watches.node(id);
            MasterWatch watch = watches.master(id.master());
            if (node != null && watch != null) {
                due = earlier(due, node.infoDue(watch.infoPeriod(node, out.tunables()), out.now()));
            }
        }
        if (due.isAfter(out.now()) && link.needsAlarm(due, out.now())) {
            out.wake(due, new Due(link.id()));
        }
    }

    private static Moment earlier(Moment one, Moment other) {
        return one.isAfter(other) ? other : one;
    }
}
