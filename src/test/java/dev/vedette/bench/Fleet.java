package dev.vedette.bench;

import dev.vedette.command.resp.Parsed;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RequestReader;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Thousands of pretend Redis instances in one process: what a sentinel sees of them, and nothing else. All of them
 * share one port; the loopback address that somebody connects to says which one is meant.
 *
 * <p>Arguments: port, masters, replicas of each. Says {@code ready}; from then on {@code kill N} on the standard input
 * ends the first N masters: their connections are closed, and so is every new one. Its end is the end of the input.
 */
public final class Fleet {
    private static final int PER_NET = 250;
    private static final int OFFSET = 4_321;

    private final int port;
    private final int replicas;
    private final Map<String, Instance> instances = new HashMap<>();

    private Fleet(int port, int masters, int replicas) {
        this.port = port;
        this.replicas = replicas;
        for (int i = 0; i < masters * (1 + replicas); i++) {
            int own = i % (1 + replicas);
            Instance instance = new Instance(address(i), i, own == 0 ? null : address(i - own));
            instances.put(instance.host, instance);
        }
    }

    /** Of the instance with this number; a master is followed by its replicas. */
    static String address(int number) {
        return "127.1." + number / PER_NET + "." + (number % PER_NET + 1);
    }

    static String master(int number, int replicas) {
        return address(number * (1 + replicas));
    }

    /** Ends when its input ends. */
    public static void main(String[] arguments) throws Exception {
        int masters = Integer.parseInt(arguments[1]);
        Fleet fleet = new Fleet(Integer.parseInt(arguments[0]), masters, Integer.parseInt(arguments[2]));
        Vertx vertx = Vertx.vertx(new io.vertx.core.VertxOptions().setEventLoopPoolSize(1));
        vertx.createNetServer(new NetServerOptions().setAcceptBacklog(1_024).setTcpNoDelay(true))
                .connectHandler(fleet::connected)
                .listen(fleet.port, "0.0.0.0")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        System.out.println("ready");
        fleet.obey(vertx);
        System.exit(0);
    }

    private void obey(Vertx vertx) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            int count = Integer.parseInt(line.substring("kill ".length()));
            vertx.runOnContext(now -> {
                for (int i = 0; i < count; i++) {
                    Instance instance = instances.get(master(i, replicas));
                    if (instance != null) {
                        instance.die();
                    }
                }
            });
        }
    }

    private void connected(NetSocket socket) {
        Instance instance = instances.get(socket.localAddress().hostAddress());
        if (instance == null || instance.dead) {
            socket.close();
            return;
        }
        instance.sockets.add(socket);
        RequestReader reader = new RequestReader();
        boolean[] queueing = {false};
        List<Request> queue = new ArrayList<>();
        socket.closeHandler(end -> {
            instance.sockets.remove(socket);
            instance.listeners.remove(socket);
        });
        socket.handler(bytes -> {
            reader.feed(bytes.getBytes());
            StringBuilder replies = new StringBuilder();
            for (Parsed next = reader.next(); next instanceof Parsed.Complete one; next = reader.next()) {
                Request request = one.request();
                String name = request.lower(0);
                if (name.equals("multi")) {
                    queueing[0] = true;
                    replies.append("+OK\r\n");
                } else if (name.equals("exec")) {
                    queueing[0] = false;
                    replies.append('*').append(queue.size()).append("\r\n");
                    queue.forEach(queued -> replies.append(instance.answer(queued, socket)));
                    queue.clear();
                } else if (queueing[0]) {
                    queue.add(request);
                    replies.append("+QUEUED\r\n");
                } else {
                    replies.append(instance.answer(request, socket));
                }
            }
            socket.write(Buffer.buffer(replies.toString()));
        });
    }

    private final class Instance {
        private final String host;
        private final int number;
        private final String runId;
        private final List<NetSocket> sockets = new ArrayList<>();
        private final List<NetSocket> listeners = new ArrayList<>();
        private String follows;
        private boolean dead;

        private Instance(String host, int number, String follows) {
            this.host = host;
            this.number = number;
            this.runId = String.format("%040x", number + 1);
            this.follows = follows == null ? "" : follows;
        }

        private void die() {
            dead = true;
            List.copyOf(sockets).forEach(NetSocket::close);
        }

        private String answer(Request request, NetSocket socket) {
            return switch (request.lower(0)) {
                case "ping" -> "+PONG\r\n";
                case "info" -> bulk(info());
                case "subscribe" -> {
                    listeners.add(socket);
                    yield "*3\r\n" + bulk("subscribe") + bulk(request.text(1)) + ":1\r\n";
                }
                case "publish" -> {
                    String message = "*3\r\n" + bulk("message") + bulk(request.text(1)) + bulk(request.text(2));
                    listeners.forEach(listener -> listener.write(Buffer.buffer(message)));
                    yield ":" + listeners.size() + "\r\n";
                }
                case "slaveof", "replicaof" -> {
                    follows = request.lower(1).equals("no") ? "" : request.text(1);
                    yield "+OK\r\n";
                }
                default -> "+OK\r\n";
            };
        }

        /** The master and the replicas that it began with; nobody ever follows the master of another set. */
        private Stream<Instance> set() {
            int first = number - number % (1 + replicas);
            return IntStream.rangeClosed(first, first + replicas)
                    .mapToObj(member -> Objects.requireNonNull(instances.get(address(member))));
        }

        private String info() {
            StringBuilder text = new StringBuilder("# Server\r\nredis_version:7.0.15\r\nrun_id:" + runId
                    + "\r\ntcp_port:" + port + "\r\n# Replication\r\n");
            if (follows.isEmpty()) {
                text.append("role:master\r\n");
                int[] count = {0};
                set().filter(other -> other.follows.equals(host))
                        .forEach(replica -> text.append("slave" + count[0]++ + ":ip=" + replica.host + ",port=" + port
                                + ",state=online,offset=" + OFFSET + ",lag=0\r\n"));
                text.append("connected_slaves:" + count[0] + "\r\n");
            } else {
                Instance master = instances.get(follows);
                boolean up = master != null && !master.dead;
                text.append("role:slave\r\nmaster_host:" + follows + "\r\nmaster_port:" + port
                        + "\r\nmaster_link_status:" + (up ? "up" : "down\r\nmaster_link_down_since_seconds:0")
                        + "\r\nslave_repl_offset:" + OFFSET
                        + "\r\nslave_priority:100\r\nreplica_announced:1\r\nconnected_slaves:0\r\n");
            }
            return text.append("master_repl_offset:" + OFFSET + "\r\n").toString();
        }
    }

    private static String bulk(String text) {
        return "$" + text.getBytes(StandardCharsets.UTF_8).length + "\r\n" + text + "\r\n";
    }
}
