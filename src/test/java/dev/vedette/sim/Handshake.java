package dev.vedette.sim;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How a connection begins: somebody knocks, and is let in, is refused, or hears nothing, because nobody is there or the
 * backlog is full. Who hears nothing of a full backlog knocks again.
 */
final class Handshake {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final SimChannel client;
    private final SimNetwork network;
    private final InetSocketAddress target;
    private final Pipe pipe;
    private final Runnable welcome;
    private final Runnable refusal;
    private Duration patience = FIRST_RETRY;

    Handshake(SimChannel client, InetSocketAddress target, Pipe pipe, Runnable welcome, Runnable refusal) {
        this.client = client;
        this.network = client.life.world.network;
        this.target = target;
        this.pipe = pipe;
        this.welcome = welcome;
        this.refusal = refusal;
    }

    void knock() {
        if (client.isOpen() && client.life.alive()) {
            pipe.send(0, this::heard);
        }
    }

    private void heard() {
        SimServerChannel server = network.listenerAt(target);
        if (server == null || network.refuses(target.getAddress())) {
            network.stray(target.getAddress(), client.life.process.ip).send(0, refusal);
        } else if (server.isFull()) {
            client.life.world.after(patience, this::knock);
            patience = patience.multipliedBy(2);
        } else if (client.isOpen() && client.life.alive()) {
            server.accept(client.acceptedBy(server, welcome));
        }
    }
}
