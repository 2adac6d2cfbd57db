package dev.vedette.command;

import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;

/** The lines of CLIENT LIST. */
final class ClientLines {
    private final Clock clock;

    ClientLines(Clock clock) {
        this.clock = clock;
    }

    /** Fields that mean nothing here say what they say of an idle connection. */
    String line(Session session) {
        Moment now = clock.now();
        return "id=" + session.id()
                + " addr=" + session.remote()
                + " laddr=" + session.local()
                + " fd=-1"
                + " name=" + session.name()
                + " age=" + now.since(session.opened()).toSeconds()
                + " idle=" + now.since(session.lastActive()).toSeconds()
                + " flags=" + flags(session)
                + " db=0"
                + " sub=" + session.channels().size()
                + " psub=" + session.patterns().size()
                + " ssub=0 multi=-1 qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0"
                + " omem=" + session.outlet().backlog()
                + " tot-mem=0 events=r"
                + " cmd=" + session.lastCommand()
                + " user=" + session.user().name()
                + " redir=" + session.tracking().redirect()
                + " resp=" + session.protocol().version()
                + " lib-name=" + session.libName()
                + " lib-ver=" + session.libVersion();
    }

    /** Letters, at least one. */
    String flags(Session session) {
        Tracking.Mode tracking = session.tracking().mode();
        String flags = (session.isSubscriber() ? "P" : "")
                + (session.isHeldBack() ? "b" : "")
                + (tracking == null ? "" : "t")
                + (tracking == null || !tracking.broadcast() ? "" : "B")
                + (session.remote().startsWith("/") ? "U" : "")
                + (session.noEvict() ? "e" : "");
        return flags.isEmpty() ? "N" : flags;
    }
}
