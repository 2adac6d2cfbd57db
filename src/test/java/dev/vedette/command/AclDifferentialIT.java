package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Ports;
import dev.vedette.model.AccessSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users and their rights, side by side with a real redis-sentinel that was started with the same password. */
class AclDifferentialIT {
    private static final String REAL = "redis-sentinel";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String HASH = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";

    private static final List<String> RULES = List.of(
            "on",
            "off",
            "nopass",
            "resetpass",
            ">pw",
            ">other",
            "<pw",
            "<nope",
            "#" + HASH,
            "!" + HASH,
            "#short",
            "sanitize-payload",
            "skip-sanitize-payload",
            "+ping",
            "-ping",
            "+sentinel",
            "-sentinel",
            "+sentinel|masters",
            "-sentinel|masters",
            "+sentinel|nope",
            "+nope",
            "-nope",
            "+ping|x",
            "+client|id",
            "-client|list",
            "+sentinel|masters|x",
            "+ping|",
            "+@all",
            "-@all",
            "allcommands",
            "nocommands",
            "+@fast",
            "-@fast",
            "+@pubsub",
            "-@pubsub",
            "+@admin",
            "-@admin",
            "+@dangerous",
            "-@dangerous",
            "+@connection",
            "-@connection",
            "+@nope",
            "-@read",
            "+@slow",
            "~*",
            "~a",
            "%R~a",
            "%W~b",
            "%RW~c",
            "%~x",
            "%RR~x",
            "%X~x",
            "allkeys",
            "resetkeys",
            "&*",
            "&a*",
            "&b",
            "allchannels",
            "resetchannels",
            "(+ping ~x)",
            "(&a* +subscribe)",
            "(+nope)",
            "()",
            "( +@all &z )",
            "clearselectors",
            "reset",
            "bogus",
            ")",
            "",
            "+subscribe",
            "+psubscribe",
            "+publish",
            "&__sentinel__:hello");

    private static final List<List<String>> TRIED = List.of(
            List.of("ping"),
            List.of("ping", "x"),
            List.of("role"),
            List.of("info"),
            List.of("sentinel", "masters"),
            List.of("sentinel", "master", "m"),
            List.of("sentinel", "help"),
            List.of("client", "id"),
            List.of("client", "list"),
            List.of("client", "kill", "x"),
            List.of("subscribe", "abc"),
            List.of("subscribe", "abc", "b", "q"),
            List.of("psubscribe", "a*"),
            List.of("psubscribe", "abc"),
            List.of("publish", "__sentinel__:hello", "m"),
            List.of("unsubscribe", "q"),
            List.of("hello"),
            List.of("shutdown"),
            List.of("acl", "whoami"),
            List.of("acl", "list"),
            List.of("command", "count"));

    @TempDir
    static Path folder;

    private static Process real;
    private static int realPort;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, REAL)));
        assumeTrue(installed, REAL + " is not on the path");
        realPort = Ports.free();
        Path file = folder.resolve("sentinel.conf");
        Files.writeString(file, "port " + realPort + "\nbind 127.0.0.1\nrequirepass foo\ndir " + folder + "\n");
        real = new ProcessBuilder(REAL, file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Await.until(PATIENCE, "the real one listens", AclDifferentialIT::listens);
        server = new Server(new AccessSettings("foo", List.of(), "", AccessSettings.DEFAULT_LOG_LENGTH, false));
    }

    private static boolean listens() {
        try (Client client = new Client(realPort)) {
            return client.ask("PING").startsWith("-NOAUTH");
        } catch (RuntimeException | AssertionError notYet) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null) {
            server.close();
        }
        if (real != null) {
            real.destroy();
            real.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            real.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PING\r\nNOPE\r\nSENTINEL nope\r\nSENTINEL masters x\r\nPING a b c\r\nHELLO\r\nHELLO 9\r\nHELLO 3 SETNAME a\r\n",
                "AUTH bar\r\nAUTH bob x\r\nAUTH default foo\r\nPING\r\nAUTH a b c\r\nAUTH default bar\r\nPING\r\n",
                "HELLO 3 AUTH default bar\r\nPING\r\nAUTH foo\r\nACL WHOAMI\r\nACL USERS\r\nACL GETUSER default\r\n",
                "AUTH foo\r\nACL CAT\r\nACL CAT fast\r\nACL CAT pubsub\r\nACL CAT read\r\nACL CAT nope\r\nACL CAT a b\r\n",
                "AUTH foo\r\nACL\r\nACL NOPE\r\nACL LOAD\r\nACL SAVE\r\nACL GENPASS 0\r\nACL GENPASS x\r\nACL GENPASS 1 2\r\n",
                "AUTH foo\r\nACL LOG x\r\nACL LOG RESET\r\nACL LOG\r\nACL LOG RESET x\r\nACL DELUSER default\r\nACL DELUSER nope\r\n",
                "AUTH foo\r\nACL SETUSER \"a b\"\r\nACL SETUSER x (+ping\r\nACL SETUSER x on (+ping foo\r\nACL GETUSER nope\r\n",
                "AUTH foo\r\nACL DRYRUN nope ping\r\nACL DRYRUN default nope\r\nACL DRYRUN default sentinel masters x\r\n",
                "AUTH foo\r\nACL SETUSER bob reset on >pw +ping +subscribe +psubscribe +publish &a*\r\nAUTH bob pw\r\nINFO\r\n"
                        + "SENTINEL master x\r\nSENTINEL nope\r\nPUBLISH __sentinel__:hello x\r\nPUBLISH abc m\r\nSUBSCRIBE x\r\n"
                        + "PSUBSCRIBE abc\r\nACL WHOAMI\r\nHELLO 3 AUTH default foo\r\nACL WHOAMI\r\nACL DELUSER bob\r\nPING\r\n",
            })
    void saysTheSame(String text) {
        assertEquals(said(realPort, text), said(server.verticle.port(), text));
    }

    private static String said(int port, String text) {
        try (Client client = new Client(port)) {
            String all = client.send(text + "PING\r\nnope the-end\r\n").upTo("'the-end' \r\n");
            return all.replaceAll("(?s)[*%](14|12|7|6)\r\n\\$6\r\nserver.*modules\r\n\\*0\r\n", "<hello>")
                    .replaceAll("(\\$[0-9]+\r\n[a-z|-]+\r\n)+", "<words>");
        }
    }

    /** The same rules in the same order: the same errors, rights and descriptions. */
    @Test
    void randomRulesMeanTheSame() {
        long seed = 42;
        Random random = new Random(seed);
        try (Client theirs = new Client(realPort);
                Client ours = new Client(server.verticle.port())) {
            assertEquals("+OK\r\n", theirs.ask("AUTH", "foo"));
            assertEquals("+OK\r\n", ours.ask("AUTH", "foo"));
            for (int round = 0; round < 600; round++) {
                String user = "u" + random.nextInt(5);
                List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", user));
                for (int i = random.nextInt(5); i >= 0; i--) {
                    words.add(RULES.get(random.nextInt(RULES.size())));
                }
                String[] request = words.toArray(new String[0]);
                String where = "round " + round + ": " + words;
                assertEquals(theirs.ask(request).replaceAll("'([<>#!])[^']*'", "'$1******'"), ours.ask(request), where);
                assertEquals(user(theirs, user), user(ours, user), where);
                for (List<String> tried : TRIED) {
                    List<String> dry = new ArrayList<>(List.of("ACL", "DRYRUN", user));
                    dry.addAll(tried);
                    String[] question = dry.toArray(new String[0]);
                    assertEquals(theirs.ask(question), ours.ask(question), where + " " + tried);
                }
                describesItself(ours, user, where);
            }
        }
    }

    /** Which categories describe rights best depends on the commands that exist, and ours has newer ones. */
    private static String user(Client client, String name) {
        return client.ask("ACL", "GETUSER", name).replaceAll("\\$[0-9]+\r\n[+-]@all.*\r\n", "<commands>");
    }

    /** A user made of what LIST says is the same user. */
    private static void describesItself(Client client, String name, String where) {
        String line = client.ask("ACL", "LIST")
                .lines()
                .filter(each -> each.startsWith("user " + name + " "))
                .findFirst()
                .orElse("");
        if (line.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "copy", "reset"));
        words.addAll(List.of(line.substring(name.length() + 6).split(" ")));
        assertEquals("+OK\r\n", client.ask(words.toArray(new String[0])), where);
        String copy = client.ask("ACL", "LIST");
        String rights = line.substring(name.length() + 6).replaceFirst(" (skip-)?sanitize-payload", "");
        assertTrue(
                copy.replaceAll(" (skip-)?sanitize-payload", "").contains("user copy " + rights + "\r\n"),
                where + "\n" + line + "\n" + copy);
    }
}
