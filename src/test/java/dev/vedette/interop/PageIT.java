package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, beside real servers: a failover is seen as it happens, and nothing is missed. */
class PageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STORY = "document.querySelector('.story')";
    private static final String SEQS =
            "[...document.querySelectorAll('#events-list li[data-seq]')].map(e => +e.dataset.seq).join()";

    @TempDir
    private Path folder;

    @Test
    void showsAFailoverAsItHappensAndMissesNothing() throws IOException {
        Browser.assumeThere();
        Deployment.Plan plan = Machine.vedettesWithPages(Duration.ofSeconds(2));
        try (Deployment deployment = Deployment.start(plan);
                Cable cable = new Cable(whoGoesFirst(deployment).feedPort());
                Browser browser = new Browser(folder.resolve("profile"))) {
            deployment.awaitDiscovered();
            browser.look(1360, 1000, false);
            browser.open("http://127.0.0.1:" + cable.port + "/");
            browser.await("it is live", "document.documentElement.dataset.link === 'live'");
            seesTheTopology(browser, deployment);
            browser.eval("window.sameDocument = 'yes'");

            int old = deployment.sentinels().get(0).masterPort();
            deployment.node(old).child().kill();
            int next = deployment.awaitOtherMaster(old, PATIENCE);
            seesTheFailover(browser, old, next);

            missesNothingWhileCut(browser, cable, deployment);
            assertEquals("yes", browser.eval("window.sameDocument"), "nobody reloaded it");
            assertEquals(List.of(), browser.complaints);
            looksElsewhere(browser);
        }
    }

    /** The one with the smallest id campaigns before the others, and tells the whole story of it. */
    private static SentinelProcess whoGoesFirst(Deployment deployment) throws IOException {
        Map<String, SentinelProcess> byId = new TreeMap<>();
        for (SentinelProcess sentinel : deployment.sentinels()) {
            byId.put(sentinel.id(), sentinel);
        }
        return byId.values().iterator().next();
    }

    private static void seesTheTopology(Browser browser, Deployment deployment) {
        browser.await("three sentinels", "document.querySelectorAll('#picture [data-kind=sentinel]').length === 3");
        browser.await("two replicas", "document.querySelectorAll('#picture [data-kind=replica]').length === 2");
        for (RedisProcess node : deployment.nodes()) {
            browser.await(
                    "node " + node.port(),
                    "!!document.querySelector('#picture [data-name$=\":" + node.port() + "\"]')");
        }
        browser.await("all is well", "document.querySelector('#list li').dataset.status === 'ok'");
    }

    private static void seesTheFailover(Browser browser, int old, int next) {
        browser.await(
                "the new master in the picture",
                "document.querySelector('#picture [data-kind=master]').dataset.name.endsWith(':" + next + "')");
        browser.await(
                "the old one, down",
                "document.querySelector('#picture [data-name$=\":" + old + "\"]').dataset.health === 'down'");
        browser.await("how it ended", "['done', 'followed'].includes(" + STORY + "?.dataset.outcome)");
        assertEquals("true", browser.eval(STORY + ".querySelector('[data-phase=ended]').dataset.reached"));
        assertTrue(browser.eval(STORY + ".innerText").contains("took over from"), browser.eval(STORY + ".innerText"));
        browser.await(
                "the switch among the events",
                "!!document.querySelector('#events-list [data-event=\"+switch-master\"]')");
        browser.screenshot(Path.of("target/page.png"));
    }

    private static void missesNothingWhileCut(Browser browser, Cable cable, Deployment deployment) throws IOException {
        cable.cut();
        browser.await(
                "it says so",
                "document.documentElement.dataset.link === 'lost' && !document.getElementById('banner').hidden");
        SentinelProcess sentinel = whoGoesFirst(deployment);
        for (int quorum = 3; quorum >= 2; quorum--) {
            sentinel.ask("SENTINEL", "SET", Deployment.MASTER, "quorum", String.valueOf(quorum));
        }
        cable.mend();
        browser.await("it is live again", "document.documentElement.dataset.link === 'live'");
        browser.await("both are there", "document.querySelectorAll('#events-list [data-event=\"+set\"]').length === 2");
        Await.until(PATIENCE, "every number once", () -> {
            List<String> seqs = List.of(browser.eval(SEQS).split(","));
            int newest = Integer.parseInt(seqs.get(0));
            for (int i = 0; i < seqs.size(); i++) {
                if (Integer.parseInt(seqs.get(i)) != newest - i) {
                    throw new AssertionError("a gap in " + seqs);
                }
            }
            return Integer.parseInt(seqs.get(seqs.size() - 1)) == 1;
        });
    }

    /** By keyboard, on a phone, in the dark. */
    private static void looksElsewhere(Browser browser) {
        browser.press("/");
        assertEquals("search", browser.eval("document.activeElement.id"));
        browser.look(390, 844, true);
        browser.await("nothing is wider than a phone", "document.documentElement.scrollWidth <= 390");
        assertEquals("true", browser.eval("matchMedia('(prefers-color-scheme: dark)').matches"));
        browser.screenshot(Path.of("target/page-phone.png"));
        String nameless = "[...document.querySelectorAll('button, input, #picture g[tabindex]')].filter(e => !("
                + "e.innerText || e.getAttribute('aria-label') || e.labels?.length)).length";
        assertEquals("0", browser.eval(nameless), "a screen reader has a word for everything");
    }
}
