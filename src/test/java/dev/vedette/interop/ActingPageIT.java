package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody logs in on the page of a sentinel with a password, orders a failover, sees it happen, and logs out. */
class ActingPageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DIALOG = "document.getElementById('dialog')";
    private static final String ORDER =
            "fetch('/api/v1/masters/mymaster/failover', {method: 'POST', body: '{}', headers: {'X-Vedette-Act': '1', "
                    + "'Content-Type': 'application/json'}}).then(answer => { window.status = 'was ' + answer.status; })";

    @TempDir
    private Path folder;

    @Test
    void ordersAFailoverForWhoIsLoggedIn() throws IOException {
        Browser.assumeThere();
        Deployment.Plan plan = Machine.vedettesWithPages(Duration.ofSeconds(5));
        try (Deployment deployment = Deployment.start(plan);
                Browser browser = new Browser(folder.resolve("profile"))) {
            deployment.awaitDiscovered();
            SentinelProcess shown = deployment.sentinels().get(0);
            SentinelProcess open = deployment.sentinels().get(1);
            assertEquals("OK", shown.ask("ACL", "SETUSER", "default", "resetpass", ">open sesame"));
            browser.look(1360, 1000, false);
            browser.open("http://127.0.0.1:" + shown.feedPort() + "/");

            logsIn(browser);
            int old = open.masterPort();
            browser.eval("document.querySelector('[data-order=failover]').click()");
            browser.await("it asks", DIALOG + ".innerText.includes('Fail over mymaster?')");
            assertEquals(old, open.masterPort(), "nothing is done before it is confirmed");
            browser.eval("document.getElementById('dialog-ok').click()");
            browser.await("it is ordered", "!" + DIALOG + ".open");
            browser.await("how it ended", "document.querySelector('.story')?.dataset.outcome === 'done'");
            // The page tells what its own sentinel knows; the others hear of it a little later.
            Await.until(
                    PATIENCE,
                    "clients are sent to another one",
                    () -> open.masterPort() > 0 && open.masterPort() != old,
                    deployment::evidence);
            int next = open.masterPort();
            browser.await(
                    "the new master in the picture",
                    "document.querySelector('#picture [data-kind=master]').dataset.name.endsWith(':" + next + "')");
            RedisProcess former = deployment.node(old);
            Await.until(PATIENCE, "who handed over follows", () -> former.follows(next), deployment::evidence);

            browser.eval("document.getElementById('login').click()");
            browser.await("who comes has to log in", DIALOG + ".open");
            browser.eval(ORDER);
            browser.await("it is refused", "window.status === 'was 401'");
            assertEquals(next, open.masterPort());
        }
    }

    private static void logsIn(Browser browser) {
        browser.await("who comes has to log in", DIALOG + ".open");
        logIn(browser, "wrong");
        browser.await("why not", "document.getElementById('dialog-error').innerText.length > 0");
        assertEquals("true", browser.eval(DIALOG + ".open"));
        logIn(browser, "open sesame");
        browser.await("it is live", "document.documentElement.dataset.link === 'live'");
        browser.await("who it is", "document.getElementById('login').innerText === 'Log out default'");
        browser.await("what may be done", "!document.getElementById('acts').hidden");
    }

    private static void logIn(Browser browser, String password) {
        browser.eval("document.querySelector('#dialog [name=password]').value = '" + password + "'");
        browser.eval("document.getElementById('dialog-ok').click()");
    }
}
