package dev.vedette.link;

import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.bus.Send;
import dev.vedette.bus.Sound;
import dev.vedette.bus.Sounded;
import dev.vedette.link.ChannelConnection.Workshop;
import dev.vedette.model.Limits;
import dev.vedette.model.LinkId;
import dev.vedette.model.RunId;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.Routes;
import dev.vedette.tls.Tls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The room of outgoing connections. It opens what it is told to open, closes what it is told to close, says what it is
 * told to say, and reports. It never connects again by itself, and draws no conclusion from silence: that is the
 * monitor's.
 *
 * <p>Runs on an event loop.
 */
public final class LinkVerticle extends VerticleBase {
    private final RunId myId;
    private final Routes routes;
    private final Tls tls;
    private final Duration patienceWithConnect;
    private final Duration patienceWithHandshake;
    private final Map<LinkId, Link> links = new LinkedHashMap<>();
    private LocalBus bus;
    private Workshop workshop;

    /** @param myId whose first characters name our connections in CLIENT LIST */
    public LinkVerticle(RunId myId, Routes routes, Tls tls) {
        this(myId, routes, tls, Limits.PATIENCE_WITH_A_CONNECT, Limits.PATIENCE_WITH_A_HANDSHAKE);
    }

    @SuppressWarnings("NullAway.Init") // the bus and the workshop exist from start() on
    LinkVerticle(RunId myId, Routes routes, Tls tls, Duration patienceWithConnect, Duration patienceWithHandshake) {
        this.myId = myId;
        this.routes = routes;
        this.tls = tls;
        this.patienceWithConnect = patienceWithConnect;
        this.patienceWithHandshake = patienceWithHandshake;
    }

    private NetClientOptions options() {
        NetClientOptions options = new NetClientOptions();
        String source = routes.source();
        return source == null ? options : options.setLocalAddress(source);
    }

    @Override
    public Future<?> start() {
        bus = LocalBus.of(vertx);
        NetClientInternal net = (NetClientInternal) vertx.createNetClient(options());
        ContextInternal home = (ContextInternal) context;
        Dialer dialer = new Dialer(home, net, tls, patienceWithConnect);
        workshop = new Workshop(home, dialer, myId, patienceWithHandshake);
        bus.consume(Bus.LINK, message -> obey(message.body()));
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        links.values().forEach(Link::closeAll);
        links.clear();
        return Future.succeededFuture();
    }

    private void obey(BusMessage message) {
        if (message instanceof LinkOrder.Open order) {
            links.computeIfAbsent(
                            order.link(),
                            id -> new Link(id, workshop, routes, this::tell, note -> bus.publish(Bus.NOTE, note)))
                    .open(order);
        } else if (message instanceof LinkOrder.Close order) {
            Link link = links.get(order.link());
            if (link != null) {
                link.close(order.channel());
                forgetIfIdle(order.link());
            }
        } else if (message instanceof Sound sound) {
            bus.send(sound.replyTo(), new Sounded(sound.asked()));
        } else if (message instanceof Send send) {
            Link link = links.get(send.link());
            if (link == null) {
                reply(send, new Reply.Lost("there is no connection"));
            } else {
                link.carry(send.errand(), reply -> reply(send, reply));
            }
        }
    }

    private void tell(LinkFact fact) {
        if (fact instanceof LinkFact.Down) {
            forgetIfIdle(fact.link());
        }
        bus.publish(Bus.FACT_LINK, fact);
    }

    private void forgetIfIdle(LinkId id) {
        Link link = links.get(id);
        if (link != null && link.isIdle()) {
            links.remove(id);
        }
    }

    private void reply(Send send, Reply reply) {
        bus.send(send.replyTo(), new Replied(send.link(), send.errand(), reply));
    }
}
