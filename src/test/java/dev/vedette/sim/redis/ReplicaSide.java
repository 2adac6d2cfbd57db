package dev.vedette.sim.redis;

import dev.vedette.command.resp.Parsed;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RequestReader;
import dev.vedette.model.Address;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Replication as who follows sees it: connects, greets, says what it knows, and is told the rest or everything. What it
 * has stays as it is until all of the new data has arrived; only then it is dropped and the new data is loaded.
 */
final class ReplicaSide {
    /** As ROLE calls them, once they are lower case. */
    enum Phase {
        CONNECT,
        CONNECTING,
        HANDSHAKE,
        SYNC,
        CONNECTED
    }

    private final SimRedis redis;
    private NetClient client;
    private @Nullable NetSocket socket;
    private Phase phase = Phase.CONNECT;
    /** Whether our history is worth naming to a master. */
    private boolean hasHistory;

    private @Nullable Duration downSince;
    private Duration heard = Duration.ZERO;
    private Buffer unread = Buffer.buffer();
    private final Deque<String> asked = new ArrayDeque<>();
    private RequestReader stream = new RequestReader();
    /** What the master said last instead of letting us in; once is enough for the trace. */
    private String refusal = "";

    private String nextId = "";
    private long nextOffset;
    /** Counts masters and connections, so that what belongs to an older one is not heard. */
    private int turn;

    ReplicaSide(SimRedis redis) {
        this.redis = redis;
    }

    /** The server runs from now on. */
    void open() {
        int patience =
                (int) Duration.ofSeconds(redis.conf.number("repl-timeout")).toMillis();
        client = redis.vertx().createNetClient(new NetClientOptions().setConnectTimeout(patience));
    }

    boolean isConnected() {
        return phase == Phase.CONNECTED;
    }

    boolean isReceiving() {
        return phase == Phase.SYNC;
    }

    String phase() {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    /** For how long nobody has told us anything; -1 when nobody ever did. */
    long downSeconds() {
        return downSince == null ? -1 : redis.now().minus(downSince).toSeconds();
    }

    long silentSeconds() {
        return isConnected() ? redis.now().minus(heard).toSeconds() : -1;
    }

    /** How far it is in the history of its master; 1 while it has nothing of it. */
    long offset() {
        return isConnected() || hasHistory ? redis.state.history.offset() : 1;
    }

    /** Follows somebody from now on, or nobody; a master's own past is as good as anybody's. */
    void follow(@Nullable Address master, boolean wasMaster) {
        hasHistory |= wasMaster;
        drop();
        if (wasMaster || master == null) {
            downSince = null;
        }
        if (master == null) {
            hasHistory = false;
        } else if (!redis.state.isLoading()) {
            connect(master);
        }
    }

    private void drop() {
        turn++;
        if (phase == Phase.CONNECTED) {
            downSince = redis.now();
        }
        phase = Phase.CONNECT;
        NetSocket old = socket;
        socket = null;
        if (old != null) {
            old.close();
        }
    }

    /** Once a second. */
    void tick() {
        Address master = redis.state.master();
        if (master == null) {
            return;
        }
        Duration patience = Duration.ofSeconds(redis.conf.number("repl-timeout"));
        if (phase == Phase.CONNECT) {
            connect(master);
        } else if (redis.now().minus(heard).compareTo(patience) > 0) {
            redis.note("hears nothing from " + master);
            lost(turn);
        } else if (phase == Phase.CONNECTED) {
            acknowledge();
        }
    }

    private void acknowledge() {
        say(Resp.command("REPLCONF", "ACK", Long.toString(redis.state.history.offset())));
    }

    private void connect(Address master) {
        int mine = ++turn;
        phase = Phase.CONNECTING;
        heard = redis.now();
        client.connect(master.port(), master.host())
                .onSuccess(opened -> {
                    if (mine != turn) {
                        opened.close();
                        return;
                    }
                    socket = opened;
                    phase = Phase.HANDSHAKE;
                    heard = redis.now();
                    unread = Buffer.buffer();
                    asked.clear();
                    opened.handler(bytes -> arrived(mine, bytes));
                    opened.closeHandler(closed -> lost(mine));
                    opened.exceptionHandler(e -> lost(mine));
                    ask("PING", Resp.command("PING"));
                })
                .onFailure(e -> {
                    if (mine == turn) {
                        phase = Phase.CONNECT;
                    }
                });
    }

    private void ask(String what, String words) {
        asked.add(what);
        say(words);
    }

    private void say(String words) {
        NetSocket open = socket;
        if (open != null) {
            open.write(Buffer.buffer(Resp.bytes(words)));
        }
    }

    private void lost(int mine) {
        if (mine != turn) {
            return;
        }
        boolean again = phase == Phase.CONNECTED;
        drop();
        Address master = redis.state.master();
        if (again && master != null && !redis.state.isLoading()) {
            connect(master);
        }
    }

    private void arrived(int mine, Buffer bytes) {
        if (mine == turn) {
            heard = redis.now();
            unread.appendBuffer(bytes);
            proceed();
        }
    }

    /** Understands what has arrived, unless the server does something else. */
    void proceed() {
        int mine = turn;
        while (mine == turn && !redis.isHeld() && !redis.state.isBusy() && !redis.state.isLoading()) {
            if (phase == Phase.CONNECTED) {
                stream.feed(unread.getBytes());
                unread = Buffer.buffer();
                if (!(stream.next() instanceof Parsed.Complete command)) {
                    return;
                }
                apply(command.request());
            } else if (!(phase == Phase.SYNC ? takeAll() : takeLine())) {
                return;
            }
        }
    }

    private boolean takeLine() {
        String line = line();
        if (line == null) {
            return false;
        }
        if (!line.isEmpty() && !asked.isEmpty()) {
            answered(asked.poll(), line);
        }
        return true;
    }

    private @Nullable String line() {
        for (int i = 0; i < unread.length(); i++) {
            if (unread.getByte(i) == '\n') {
                String line = Resp.text(unread.getBytes(0, i)).trim();
                unread = unread.getBuffer(i + 1, unread.length());
                return line;
            }
        }
        return null;
    }

    private void answered(String what, String line) {
        boolean refused = line.startsWith("-");
        switch (what) {
            case "PING" -> {
                if (refused && !line.startsWith("-NOAUTH") && !line.startsWith("-NOPERM")) {
                    refused(line);
                } else {
                    introduce();
                }
            }
            case "AUTH" -> {
                if (refused) {
                    refused(line);
                }
            }
            case "PSYNC" -> begin(line);
            default -> {
                if (asked.isEmpty()) {
                    History history = redis.state.history;
                    ask(
                            "PSYNC",
                            hasHistory
                                    ? Resp.command("PSYNC", history.id(), Long.toString(history.offset() + 1))
                                    : Resp.command("PSYNC", "?", "-1"));
                }
            }
        }
    }

    private void refused(String line) {
        if (!line.equals(refusal)) {
            refusal = line;
            redis.note("is refused by its master: " + line);
        }
        lost(turn);
    }

    private void introduce() {
        String password = redis.conf.get("masterauth");
        String user = redis.conf.get("masteruser");
        if (!password.isEmpty()) {
            ask("AUTH", user.isEmpty() ? Resp.command("AUTH", password) : Resp.command("AUTH", user, password));
        }
        int announced = redis.conf.number("replica-announce-port");
        int port = announced == 0 ? redis.conf.number("port") : announced;
        ask("REPLCONF", Resp.command("REPLCONF", "listening-port", Integer.toString(port)));
        String ip = redis.conf.get("replica-announce-ip");
        if (!ip.isEmpty()) {
            ask("REPLCONF", Resp.command("REPLCONF", "ip-address", ip));
        }
        ask("REPLCONF", Resp.command("REPLCONF", "capa", "eof", "capa", "psync2"));
    }

    private void begin(String line) {
        String[] words = line.split(" ");
        if (words[0].equals("+CONTINUE")) {
            if (!words[1].equals(redis.state.history.id())) {
                redis.state.history.renamed(words[1]);
                redis.masterSide.disconnectAll();
            }
            redis.note("goes on where it was");
            connected();
        } else if (words[0].equals("+FULLRESYNC")) {
            hasHistory = false;
            nextId = words[1];
            nextOffset = Long.parseLong(words[2]);
            phase = Phase.SYNC;
        } else {
            refused(line);
        }
    }

    private boolean takeAll() {
        int end = 0;
        while (end < unread.length() && unread.getByte(end) != '$') {
            end++;
        }
        Buffer rest = unread.getBuffer(end, unread.length());
        String head = Resp.text(rest.getBytes(0, Math.min(16, rest.length())));
        int newline = head.indexOf('\n');
        if (newline < 0) {
            return false;
        }
        int length = Integer.parseInt(head.substring(1, newline).trim());
        int from = newline + 1;
        if (rest.length() < from + length) {
            return false;
        }
        unread = rest.getBuffer(from + length, rest.length());
        load(Resp.text(rest.getBytes(from, from + length)));
        return true;
    }

    /** From here on the old data is gone. */
    private void load(String all) {
        int lost = redis.state.data.size();
        redis.masterSide.disconnectAll();
        redis.state.data.forget();
        SortedMap<String, String> fresh = Dataset.parsed(all);
        redis.state.load(redis.server.loadTime(fresh.size()), () -> {
            redis.note("has all data of its master, and dropped " + lost + " keys");
            redis.state.history.replace(nextId, nextOffset);
            redis.state.data.replace(fresh);
            if (phase == Phase.SYNC) {
                connected();
                proceed();
            } else {
                hasHistory = true;
            }
        });
    }

    private void connected() {
        phase = Phase.CONNECTED;
        refusal = "";
        hasHistory = true;
        downSince = null;
        stream = new RequestReader();
        redis.state.history.activate();
        acknowledge();
    }

    private void apply(Request command) {
        if (command.is(0, "REPLCONF") && command.is(1, "GETACK")) {
            acknowledge();
        } else {
            redis.commands.replay(command);
        }
        redis.masterSide.relay(Resp.bytes(Resp.command(command)));
    }
}
