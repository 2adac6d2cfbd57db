package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.FeedSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What both kinds of configuration say about the feed. */
class FeedConfigTest {
    @TempDir
    private Path folder;

    private FeedSettings conf(String lines) {
        return Configs.loaded(folder.resolve("s.conf"), lines + "sentinel monitor m 127.0.0.1 6379 2\n")
                .feed();
    }

    @Test
    void isOffUnlessSomebodyWantsIt() {
        assertFalse(conf("").isOn());
        FeedSettings on = conf("feed-port 8080\n");
        assertTrue(on.isOn());
        assertTrue(on.isPrivate(), "only this machine, unless it is said");
        assertFalse(conf("feed-port 8080\nfeed-bind 127.0.0.1 10.0.0.1\n").isPrivate());
        assertFalse(conf("feed-port 8080\nfeed-bind *\n").isPrivate());
        assertTrue(conf("feed-port 8080\nfeed-bind 127.0.0.2 -::1\n").isPrivate());
    }

    @Test
    void bothKindsOfFileSayTheSame() {
        FeedSettings conf = conf("""
                feed-port 8080
                feed-bind * -::*
                feed-origin https://Sentinel.example.org
                feed-webhook https://example.org/hook "a secret" "+switch-master" "-failover-abort*"
                feed-webhook http://10.0.0.1:9000/
                """);
        FeedSettings json = Configs.loaded(folder.resolve("s.json"), """
                {"masters": {"m": {"address": "127.0.0.1:6379", "quorum": 2}}, "feed": {
                  "port": 8080, "bind": ["*", "-::*"], "origins": ["https://sentinel.example.org"], "webhooks": [
                    {"url": "https://example.org/hook", "secret": "a secret",
                     "events": ["+switch-master", "-failover-abort*"]},
                    {"url": "http://10.0.0.1:9000/"}]}}
                """).feed();
        assertEquals(conf, json);
        assertEquals(List.of("https://sentinel.example.org"), conf.origins());
        assertEquals(List.of("*"), conf.webhooks().get(1).events());
        assertEquals("", conf.webhooks().get(1).secret());
        assertFalse(conf.toString().contains("secret"), conf.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "feed-port 99999, argument must be between 0 and 65535 inclusive",
        "feed-port x, argument couldn't be parsed into an integer",
        "feed-bind localhost, Invalid bind address.",
        "feed-tls maybe, argument must be 'yes' or 'no'",
        "feed-origin example.org, Invalid origin.",
        "feed-origin https://example.org/page, Invalid origin.",
        "feed-webhook ftp://example.org/, Invalid address of a webhook.",
        "feed-webhook http://user:word@example.org/ s, Invalid address of a webhook.",
    })
    void refusesInWords(String line, String message) {
        Problem problem = Configs.problem(Configs.load(folder.resolve("s.conf"), line + "\n"));
        assertEquals(message, problem.message());
        assertEquals(1, problem.line());
    }

    @Test
    void aSecretIsNotShownInAComplaint() {
        Problem conf = Configs.problem(Configs.load(folder.resolve("s.conf"), "feed-webhook nothing hidden\n"));
        assertEquals("feed-webhook nothing ******", conf.value());
        Problem json = Configs.problem(Configs.load(
                folder.resolve("s.json"), "{\"feed\": {\"webhooks\": [{\"url\": \"http://h/\", \"secret\": 7}]}}"));
        assertEquals("******", json.value());
    }

    @Test
    void encryptionNeedsACertificateAndNothingElse() {
        Problem problem = Configs.problem(
                Configs.load(folder.resolve("s.conf"), "feed-port 8080\nfeed-tls yes\ntls-cert-file /nowhere.crt\n"));
        assertTrue(
                problem.message().contains("tls-key-file") || problem.message().contains("certificate"),
                problem.text());
        assertFalse(Configs.loaded(folder.resolve("s.conf"), "feed-tls yes\n")
                .settings()
                .tls()
                .inUse());
    }
}
