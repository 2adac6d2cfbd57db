package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.TlsSettings;
import dev.vedette.model.TlsSettings.ClientAuth;
import dev.vedette.model.TlsSettings.KeyFiles;
import dev.vedette.tls.Authority;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page, REST and the stream under {@code https} and {@code wss}. */
class FeedTlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Authority authority = new Authority("ours");

    /** @param shown the common name in the certificate */
    private record Reply(int status, String body, String cookie, String shown) {}

    @BeforeEach
    void issue() throws IOException {
        Files.writeString(folder.resolve("ca.crt"), authority.certificate());
        authority.issue("first").write(folder, "own");
    }

    private House open(AccessSettings access) {
        TlsSettings settings = new TlsSettings(
                0,
                false,
                true,
                new KeyFiles(path("own.crt"), path("own.key"), ""),
                KeyFiles.NONE,
                path("ca.crt"),
                "",
                ClientAuth.REQUIRED,
                TlsSettings.Offer.DEFAULT,
                TlsSettings.DEFAULT_CACHE_SIZE,
                TlsSettings.DEFAULT_TIMEOUT);
        House house = new House(folder, access, UnaryOperator.identity(), settings);
        Await.until(PATIENCE, "it listens", () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return house;
    }

    private String path(String file) {
        return folder.resolve(file).toString();
    }

    private PemTrustOptions trust() {
        return new PemTrustOptions().addCertPath(path("ca.crt"));
    }

    /** Over a connection of its own, so that it sees the certificate of now. */
    private Reply ask(House house, HttpMethod method, String path, String body, String... headers) {
        HttpClient client = house.vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setKeepAlive(false)
                .setVerifyHost(false)
                .setTrustOptions(trust()));
        RequestOptions to = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(house.port)
                .setMethod(method)
                .setURI(path);
        for (int i = 0; i < headers.length; i += 2) {
            to.putHeader(headers[i], headers[i + 1]);
        }
        return House.await(client.request(to)
                .compose(request -> request.send(body).compose(response -> {
                    X509Certificate shown;
                    try {
                        shown = (X509Certificate)
                                request.connection().peerCertificates().get(0);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                    return response.body()
                            .map(text -> new Reply(
                                    response.statusCode(),
                                    text.toString(),
                                    String.valueOf(response.getHeader("Set-Cookie")),
                                    shown.getSubjectX500Principal().getName()));
                }))
                .eventually(() -> client.close()));
    }

    private Reply get(House house, String path, String... headers) {
        return ask(house, HttpMethod.GET, path, "", headers);
    }

    @Test
    void everythingIsEncryptedAndNothingElseIsServed() throws IOException {
        try (House house = open(AccessSettings.OPEN)) {
            assertTrue(get(house, "/").body().contains("<title>Vedette</title>"));
            assertTrue(get(house, "/api/v1/state").body().contains("10.0.0.1:6379"));
            String own = "https://127.0.0.1:" + house.port;
            assertEquals(200, get(house, "/api/v1/state", "Origin", own).status());
            assertEquals(
                    403,
                    get(house, "/api/v1/state", "Origin", own.replace("https", "http"))
                            .status(),
                    "a page that anybody on the way may have written is another origin");
            Queue<String> heard = new ConcurrentLinkedQueue<>();
            House.await(house.vertx
                    .createWebSocketClient(new WebSocketClientOptions()
                            .setSsl(true)
                            .setVerifyHost(false)
                            .setTrustOptions(trust()))
                    .webSocket()
                    .textMessageHandler(heard::add)
                    .connect(new WebSocketConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(house.port)
                            .setURI("/api/v1/stream")));
            Await.until(PATIENCE, "it is greeted", () -> !heard.isEmpty());
            house.happens("+one", "1");
            Await.until(PATIENCE, "it hears", () -> heard.stream().anyMatch(text -> text.contains("+one")));
            assertEquals("", inClear(house), "who speaks no TLS is told nothing");
        }
    }

    private static String inClear(House house) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "");
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void theKeyOfASessionNeverTravelsInClear() {
        try (House house = open(new AccessSettings("boss", List.of(), "", 128, false))) {
            Reply in = ask(
                    house,
                    HttpMethod.POST,
                    "/api/v1/session",
                    "{\"password\":\"boss\"}",
                    Guard.ACT,
                    "1",
                    "Content-Type",
                    "application/json");
            assertTrue(in.cookie().contains("; Secure"), in.cookie());
            assertEquals(
                    200,
                    get(house, "/api/v1/state", "Cookie", in.cookie().split(";")[0])
                            .status());
        }
    }

    @Test
    void aNewCertificateIsShownWithoutARestart() throws IOException {
        try (House house = open(AccessSettings.OPEN)) {
            assertEquals("CN=first", get(house, "/health/live").shown());
            authority.issue("second").write(folder, "own");
            Await.until(PATIENCE, "the new one", () -> get(house, "/health/live")
                    .shown()
                    .equals("CN=second"));
        }
    }
}
