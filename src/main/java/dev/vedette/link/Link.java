package dev.vedette.link;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.Level;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.Note;
import dev.vedette.bus.Reply;
import dev.vedette.link.ChannelConnection.Workshop;
import dev.vedette.model.Limits;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.platform.Routes;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** The two connections of one link, at most one of each kind at a time, and what is told about them. */
final class Link {
    private final LinkId id;
    private final Workshop workshop;
    private final Routes routes;
    private final Consumer<LinkFact> tell;
    private final Consumer<Note> note;
    private final Map<Channel, ChannelConnection> connections = new EnumMap<>(Channel.class);

    Link(LinkId id, Workshop workshop, Routes routes, Consumer<LinkFact> tell, Consumer<Note> note) {
        this.id = id;
        this.workshop = workshop;
        this.routes = routes;
        this.tell = tell;
        this.note = note;
    }

    void open(LinkOrder.Open order) {
        close(order.channel());
        int limit = id instanceof LinkId.Peer ? Limits.PENDING_COMMANDS_PER_PEER : Limits.PENDING_COMMANDS_PER_LINK;
        ChannelConnection opened = ChannelConnection.open(workshop, order, limit, new Teller(order));
        connections.put(order.channel(), opened);
    }

    void close(Channel channel) {
        ChannelConnection closed = connections.remove(channel);
        if (closed != null) {
            closed.discard();
        }
    }

    void closeAll() {
        for (Channel channel : Channel.values()) {
            close(channel);
        }
    }

    void carry(Errand errand, Consumer<Reply> done) {
        ChannelConnection commands = connections.get(Channel.COMMAND);
        if (commands == null) {
            done.accept(new Reply.Lost("there is no connection"));
        } else {
            commands.carry(errand, done);
        }
    }

    /** Whether neither connection is open or opening. */
    boolean isIdle() {
        return connections.values().stream().allMatch(ChannelConnection::isGone);
    }

    private final class Teller implements ChannelConnection.Watcher {
        private final LinkOrder.Open order;

        private Teller(LinkOrder.Open order) {
            this.order = order;
        }

        @Override
        public void up() {
            tell.accept(new LinkFact.Up(id, order.channel(), routes.sourceTowards(order.address())));
        }

        @Override
        public void down(String why, boolean refused) {
            tell.accept(new LinkFact.Down(id, order.channel(), why, refused));
        }

        @Override
        public void helloHeard(String payload) {
            tell.accept(new LinkFact.HelloHeard(id, payload));
        }

        @Override
        public void remark(String text) {
            MasterName master = id instanceof LinkId.Node node ? node.master() : null;
            note.accept(new Note(Level.WARNING, master, order.address() + ": " + text));
        }
    }
}
