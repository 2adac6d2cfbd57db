package dev.vedette.interop;

import dev.vedette.demo.Await;
import dev.vedette.demo.Child;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.Ports;
import dev.vedette.demo.Resp;
import dev.vedette.tls.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A master, two replicas and sentinels that are locked down: encrypted, with passwords, or neither. Who is watched and
 * who is told to clients is always the guarded address; beside it everybody has a port without encryption, through
 * which the test looks at what is going on.
 */
final class SecuredRing implements AutoCloseable {
    static final String PASSWORD = "the nodes' password";
    static final String OPERATOR = "operator";
    /** A sentinel that a busy machine held up at its start is in TILT for the first half minute. */
    static final Duration PATIENCE = Duration.ofSeconds(120);
    /** What a sentinel needs on a data node, and nothing more (reference 14.3). */
    static final String SENTINEL_RIGHTS = "-@all resetchannels &__sentinel__:hello +multi +exec +slaveof +ping +info"
            + " +subscribe +publish +config|rewrite +client|setname +client|kill +script|kill";
    /** What a sentinel needs on another one, and nothing more (reference 14.2). */
    private static final String PEER_RIGHTS = "-@all resetchannels &__sentinel__:hello +ping +client|setname +publish"
            + " +sentinel|is-master-down-by-addr";

    private static final Duration REPLY = Duration.ofSeconds(5);
    private static final Duration DOWN_AFTER = Duration.ofSeconds(2);

    /** How it is locked down. */
    enum Guard {
        NONE,
        /** One password for the nodes and one for the sentinels, which greet each other with it, too. */
        PASSWORDS,
        /** Nobody gets in without a name; sentinels greet each other as one that may do what peers do and no more. */
        USERS,
        TLS
    }

    /** One process of it. */
    final class Member {
        final String name;
        final int open = Ports.free();
        final int guarded;
        final Path folder;
        private final List<String> command;
        private Child child;

        private Member(String name, List<String> command) throws IOException {
            this.name = name;
            this.command = command;
            this.guarded = guard == Guard.TLS ? Ports.free() : open;
            this.folder = Files.createDirectories(SecuredRing.this.folder.resolve(name));
        }

        Path configuration() {
            return folder.resolve("its.conf");
        }

        void start() throws IOException {
            List<String> words = new ArrayList<>(command);
            words.replaceAll(word -> word.equals("FILE") ? configuration().toString() : word);
            child = Child.start(name, folder, words);
        }

        void awaitReady() {
            Await.until(PATIENCE, name + " answers", () -> "PONG".equals(ask("PING")), child::tail);
        }

        Child child() {
            return child;
        }

        Object ask(String... words) throws IOException {
            return askAll(List.<String[]>of(words)).get(0);
        }

        /** One after the other on one connection. */
        List<Object> askAll(List<String[]> questions) throws IOException {
            try (Resp resp = Resp.connect(open, REPLY)) {
                if (guard == Guard.PASSWORDS) {
                    resp.call("AUTH", PASSWORD);
                } else if (guard == Guard.USERS) {
                    resp.call("AUTH", OPERATOR, PASSWORD);
                }
                List<Object> answers = new ArrayList<>();
                for (String[] words : questions) {
                    answers.add(resp.call(words));
                }
                return answers;
            }
        }

        Map<String, String> master() throws IOException {
            return Resp.fields(ask("SENTINEL", "MASTER", Deployment.MASTER));
        }
    }

    final Path folder = Files.createTempDirectory("vedette-ring-");
    final Authority authority = new Authority("the authority of the ring");
    final List<Member> nodes = new ArrayList<>();
    final List<Member> sentinels = new ArrayList<>();
    private final Guard guard;
    /** Lines about users for every node, and for every sentinel. */
    private final Users users;

    /** Further {@code user} lines of the nodes and of the sentinels. */
    record Users(String ofNodes, String ofSentinels) {
        static final Users NONE = new Users("", "");
    }

    private SecuredRing(Guard guard, Users users) throws IOException {
        this.guard = guard;
        this.users = users;
    }

    static SecuredRing start(Guard guard, List<SentinelFlavour> flavours) throws IOException {
        return start(guard, flavours, Users.NONE);
    }

    /** Returns when every sentinel knows everybody and finds nothing wrong. */
    static SecuredRing start(Guard guard, List<SentinelFlavour> flavours, Users users) throws IOException {
        SecuredRing ring = new SecuredRing(guard, users);
        try {
            ring.start(flavours);
            return ring;
        } catch (IOException | RuntimeException | Error e) {
            ring.close();
            throw e;
        }
    }

    private void start(List<SentinelFlavour> flavours) throws IOException {
        Files.writeString(folder.resolve("ca.crt"), authority.certificate());
        for (String subject : List.of("node", "sentinel", "client")) {
            authority.issue(subject).write(folder, subject);
        }
        for (int i = 1; i <= 3; i++) {
            Member node = new Member("r" + i, List.of(Machine.redis().toString(), "FILE"));
            nodes.add(node);
            Files.writeString(node.configuration(), nodeLines(node));
            node.start();
        }
        nodes.forEach(Member::awaitReady);
        for (SentinelFlavour flavour : flavours) {
            Member sentinel =
                    new Member("s" + (sentinels.size() + 1), flavour.make().command(Path.of("FILE")));
            sentinels.add(sentinel);
            Files.writeString(sentinel.configuration(), sentinelLines(sentinel));
            sentinel.start();
        }
        sentinels.forEach(Member::awaitReady);
        awaitHealthy(nodes.get(0).guarded);
    }

    private String nodeLines(Member node) {
        String lines = """
                port %d
                bind 127.0.0.1
                dir "%s"
                save ""
                repl-diskless-sync-delay 0
                """.formatted(node.open, node.folder) + encryption(node, "node");
        if (guard == Guard.PASSWORDS || guard == Guard.USERS) {
            lines += "user watcher on >watchers-password " + SENTINEL_RIGHTS + "\nmasterauth \"" + PASSWORD + "\"\n"
                    + users.ofNodes();
        }
        if (guard == Guard.PASSWORDS) {
            lines += "requirepass \"" + PASSWORD + "\"\n";
        } else if (guard == Guard.USERS) {
            lines += "user default off\n" + operator() + "masteruser " + OPERATOR + "\n";
        }
        return node == nodes.get(0) ? lines : lines + "replicaof 127.0.0.1 " + nodes.get(0).guarded + "\n";
    }

    private String sentinelLines(Member sentinel) {
        String lines = """
                port %d
                bind 127.0.0.1
                dir "%s"
                sentinel monitor %s 127.0.0.1 %d 2
                sentinel down-after-milliseconds %3$s %5$d
                sentinel failover-timeout %3$s 10000
                """.formatted(
                        sentinel.open, sentinel.folder, Deployment.MASTER, nodes.get(0).guarded, DOWN_AFTER.toMillis())
                + encryption(sentinel, "sentinel");
        if (guard == Guard.PASSWORDS || guard == Guard.USERS) {
            lines += "sentinel auth-user " + Deployment.MASTER + " watcher\nsentinel auth-pass " + Deployment.MASTER
                    + " watchers-password\n" + users.ofSentinels();
        }
        if (guard == Guard.PASSWORDS) {
            lines += "requirepass \"" + PASSWORD + "\"\n";
        } else if (guard == Guard.USERS) {
            lines += "user default off\n" + operator() + "user peer on >peers-password " + PEER_RIGHTS
                    + "\nsentinel sentinel-user peer\nsentinel sentinel-pass peers-password\n";
        }
        return lines;
    }

    private static String operator() {
        return "user " + OPERATOR + " on \">" + PASSWORD + "\" ~* &* +@all\n";
    }

    private String encryption(Member member, String subject) {
        return guard != Guard.TLS ? "" : """
                tls-port %1$d
                tls-cert-file "%2$s/%3$s.crt"
                tls-key-file "%2$s/%3$s.key"
                tls-ca-cert-file "%2$s/ca.crt"
                tls-replication yes
                """.formatted(member.guarded, folder, subject);
    }

    /** Until every sentinel knows this master, two replicas and the other sentinels, all of them up. */
    void awaitHealthy(int masterPort) {
        Await.until(
                PATIENCE,
                "every sentinel is content with the master on port " + masterPort,
                () -> {
                    for (Member sentinel : sentinels) {
                        Map<String, String> master = sentinel.master();
                        boolean content = "master".equals(master.get("flags"))
                                && String.valueOf(masterPort).equals(master.get("port"))
                                && String.valueOf(nodes.size() - 1).equals(master.get("num-slaves"))
                                && String.valueOf(sentinels.size() - 1).equals(master.get("num-other-sentinels"))
                                && all(sentinel, "REPLICAS", "slave")
                                && all(sentinel, "SENTINELS", "sentinel");
                        if (!content) {
                            return false;
                        }
                    }
                    return true;
                },
                this::evidence);
    }

    private static boolean all(Member sentinel, String what, String flags) throws IOException {
        return sentinel.ask("SENTINEL", what, Deployment.MASTER) instanceof List<?> entries
                && entries.stream().allMatch(entry -> {
                    Map<String, String> fields = Resp.fields(entry);
                    return flags.equals(fields.get("flags"))
                            && fields.getOrDefault("master-link-status", "ok").equals("ok");
                });
    }

    /** Kills the master, and returns whom every sentinel sends clients to then. */
    Member killMaster() throws IOException {
        int old = Integer.parseInt(sentinels.get(0).master().get("port"));
        Member master = nodeAt(old);
        master.child().kill();
        int[] found = new int[1];
        Await.until(
                PATIENCE,
                "every sentinel names the same other master",
                () -> {
                    found[0] = named(sentinels.get(0));
                    for (Member sentinel : sentinels) {
                        if (named(sentinel) != found[0]) {
                            return false;
                        }
                    }
                    return found[0] != old;
                },
                this::evidence);
        return nodeAt(found[0]);
    }

    private static int named(Member sentinel) throws IOException {
        return sentinel.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Deployment.MASTER) instanceof List<?> address
                ? Integer.parseInt(String.valueOf(address.get(1)))
                : -1;
    }

    Member nodeAt(int port) {
        return nodes.stream().filter(node -> node.guarded == port).findFirst().orElseThrow();
    }

    String evidence() {
        StringBuilder text = new StringBuilder();
        Stream.concat(nodes.stream(), sentinels.stream())
                .filter(member -> member.child != null)
                .forEach(member -> text.append(member.child.tail()));
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        Stream.concat(sentinels.stream(), nodes.stream())
                .filter(member -> member.child != null)
                .forEach(member -> member.child.close());
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
