package dev.vedette.sim.stock;

import dev.vedette.command.resp.Glob;
import dev.vedette.command.resp.Parsed;
import dev.vedette.command.resp.RequestReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.TreeSet;

/** One client: what it has asked for, and what waits to be written to it at the end of the handler. */
final class Session implements StockLoop.Outlet {
    private final StockLoop loop;
    private final NetSocket socket;
    private final RequestReader reader = new RequestReader();
    private final StringBuilder out = new StringBuilder();
    final Set<String> channels = new TreeSet<>();
    final Set<String> patterns = new TreeSet<>();

    Session(StockLoop loop, NetSocket socket) {
        this.loop = loop;
        this.socket = socket;
    }

    void read(byte[] bytes, Commands commands) {
        reader.feed(bytes);
        Parsed parsed = reader.next();
        while (parsed instanceof Parsed.Complete complete) {
            commands.execute(this, complete.request());
            parsed = reader.next();
        }
        if (parsed instanceof Parsed.Refused refused) {
            write(Out.error(refused.error()));
            loop.step(socket::close);
        }
    }

    void write(String reply) {
        out.append(reply);
        loop.filled(this);
    }

    /** A reply that depends on whether the save before it worked. */
    void writeOnceSaved() {
        loop.step(() ->
                write(loop.hasSaved() ? Out.OK : Out.error("ERR Failed to save config file. Check server logs.")));
    }

    void event(String channel, String message) {
        if (channels.contains(channel)) {
            write("*3\r\n" + Out.bulk("message") + Out.bulk(channel) + Out.bulk(message));
        }
        for (String pattern : patterns) {
            if (Glob.matches(pattern, channel)) {
                write("*4\r\n" + Out.bulk("pmessage") + Out.bulk(pattern) + Out.bulk(channel) + Out.bulk(message));
            }
        }
    }

    boolean isSubscribed() {
        return subscriptions() > 0;
    }

    int subscriptions() {
        return channels.size() + patterns.size();
    }

    @Override
    public void transmit() {
        socket.write(Buffer.buffer(out.toString()));
        out.setLength(0);
    }
}
