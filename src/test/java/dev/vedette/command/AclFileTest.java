package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.AccessSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users in a file of their own: from the first connection on, loaded again, saved. */
class AclFileTest {
    private static final String FILE = "user default off\nuser op on >secret ~* &* +@all\n";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("users.acl"), FILE);
    }

    private Server server() {
        return new Server(new AccessSettings("", List.of(), file.toString(), AccessSettings.DEFAULT_LOG_LENGTH, false));
    }

    @Test
    void nobodyGetsInWhoIsNotInTheFile() {
        try (Server server = server();
                Client client = server.client()) {
            assertEquals("-NOAUTH Authentication required.\r\n", client.ask("PING"));
            assertTrue(client.ask("AUTH", "op", "wrong").startsWith("-WRONGPASS"));
            assertEquals("+OK\r\n", client.ask("AUTH", "op", "secret"));
            assertEquals("+PONG\r\n", client.ask("PING"));
        }
    }

    @Test
    void aChangedFileCountsWhenItIsLoaded() throws IOException {
        try (Server server = server();
                Client client = server.client();
                Client guest = server.client()) {
            assertEquals("+OK\r\n", client.ask("AUTH", "op", "secret"));
            Files.writeString(file, FILE + "user guest on >word +ping\n");
            assertTrue(guest.ask("AUTH", "guest", "word").startsWith("-WRONGPASS"));
            assertEquals("+OK\r\n", client.ask("ACL", "LOAD"));
            assertEquals("+OK\r\n", guest.ask("AUTH", "guest", "word"));
            assertEquals("+PONG\r\n", guest.ask("PING"));
            assertTrue(guest.ask("SENTINEL", "MASTERS").startsWith("-NOPERM"));
        }
    }

    @Test
    void aFileWithAWrongLineChangesNobody() throws IOException {
        try (Server server = server();
                Client client = server.client()) {
            assertEquals("+OK\r\n", client.ask("AUTH", "op", "secret"));
            Files.writeString(file, "user default on nopass ~* &* +@all\nuser guest on +nonsense\n");
            assertTrue(client.ask("ACL", "LOAD").contains("users.acl:2"));
            try (Client stranger = server.client()) {
                assertEquals("-NOAUTH Authentication required.\r\n", stranger.ask("PING"));
            }
        }
    }

    @Test
    void usersThatWereMadeAreSavedWithHashedPasswords() throws IOException {
        try (Server server = server();
                Client client = server.client()) {
            assertEquals("+OK\r\n", client.ask("AUTH", "op", "secret"));
            assertEquals("+OK\r\n", client.ask("ACL", "SETUSER", "late", "on", ">hidden", "+ping"));
            assertEquals("+OK\r\n", client.ask("ACL", "SAVE"));
        }
        String saved = Files.readString(file);
        assertTrue(saved.contains("user late on #") && saved.contains("user default off"), saved);
        assertTrue(!saved.contains("hidden") && !saved.contains("secret"), saved);
        try (Server server = server();
                Client client = server.client()) {
            assertEquals("+OK\r\n", client.ask("AUTH", "late", "hidden"));
        }
    }
}
