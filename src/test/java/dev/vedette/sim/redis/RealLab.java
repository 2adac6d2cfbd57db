package dev.vedette.sim.redis;

import dev.vedette.command.resp.RespValue;
import dev.vedette.demo.Await;
import dev.vedette.demo.Child;
import dev.vedette.demo.Ports;
import dev.vedette.demo.RedisBinary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** Real servers of this machine, each in a folder and on a port of its own. */
final class RealLab implements RedisLab {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int REPLY_MILLIS = 15_000;
    private static final int GLANCE_MILLIS = 10;

    private final Path folder;
    private final Path binary;
    private final List<RealNode> nodes = new ArrayList<>();

    RealLab(Path folder) throws IOException {
        this.folder = folder;
        this.binary = RedisBinary.find(jar(), folder);
    }

    private static Path jar() {
        try {
            return Path.of(RedisServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Node start(String... lines) throws Exception {
        RealNode node = new RealNode("r" + (nodes.size() + 1), lines);
        nodes.add(node);
        node.start();
        return node;
    }

    @Override
    public void await(String what, Condition condition) {
        Await.until(PATIENCE, what, () -> holds(condition), () -> {
            StringBuilder logs = new StringBuilder();
            nodes.forEach(node -> logs.append(node.child == null ? "" : node.child.tail()));
            return logs.toString();
        });
    }

    private static boolean holds(Condition condition) throws IOException {
        try {
            return condition.holds();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        nodes.forEach(RealNode::kill);
    }

    private final class RealNode implements Node {
        private final String name;
        private final int port = Ports.free();
        private final Path home;
        private @Nullable Child child;

        RealNode(String name, String... lines) throws IOException {
            this.name = name;
            this.home = Files.createDirectories(folder.resolve(name));
            List<String> conf = new ArrayList<>(
                    List.of("port " + port, "bind 127.0.0.1", "dir " + home, "repl-diskless-sync-delay 0"));
            conf.addAll(List.of(lines));
            Files.write(home.resolve("redis.conf"), conf);
        }

        private void start() {
            Child started;
            try {
                started = Child.start(
                        name,
                        home,
                        List.of(binary.toString(), home.resolve("redis.conf").toString()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            child = started;
            RealLab.this.await(
                    name + " answers", () -> started.isAlive() && !ask("PING").isEmpty());
        }

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public Talk talk() throws IOException {
            return new RealTalk(port);
        }

        @Override
        public void kill() {
            if (child != null) {
                child.kill();
            }
        }

        @Override
        public void restart() {
            kill();
            start();
        }

        @Override
        public boolean runs() {
            return child != null && child.isAlive();
        }

        /** Nobody, not even root, can put a file where a folder is. */
        @Override
        public void canSave(boolean can) throws Exception {
            Path file = home.resolve("dump.rdb");
            if (can) {
                Files.deleteIfExists(file.resolve("in-the-way"));
                Files.deleteIfExists(file);
            } else {
                Files.deleteIfExists(file);
                Files.createDirectories(file.resolve("in-the-way"));
            }
            String wanted = can ? "ok" : "err";
            ask("BGSAVE");
            RealLab.this.await("the save ends", () -> info("persistence", "rdb_last_bgsave_status")
                    .equals(wanted));
        }
    }

    private static final class RealTalk implements Talk {
        private final Socket socket = new Socket();
        private final ReplyReader reader = new ReplyReader();
        private final byte[] buffer = new byte[65_536];

        RealTalk(int port) throws IOException {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), REPLY_MILLIS);
            socket.setTcpNoDelay(true);
        }

        @Override
        public String ask(String... words) throws IOException {
            say(words);
            return next();
        }

        @Override
        public void say(String... words) throws IOException {
            socket.getOutputStream().write(Resp.bytes(Resp.command(words)));
        }

        @Override
        public String next() throws IOException {
            RespValue value = reader.next();
            while (value == null) {
                if (!receive(REPLY_MILLIS)) {
                    throw new IOException("the server has hung up");
                }
                value = reader.next();
            }
            return ReplyReader.text(value);
        }

        /** Says whether there will be more. */
        private boolean receive(int millis) throws IOException {
            socket.setSoTimeout(millis);
            int count = socket.getInputStream().read(buffer);
            reader.feed(Arrays.copyOf(buffer, Math.max(0, count)));
            return count >= 0;
        }

        @Override
        public boolean isClosed() throws IOException {
            try {
                return !receive(GLANCE_MILLIS);
            } catch (SocketTimeoutException e) {
                return false;
            } catch (SocketException e) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
