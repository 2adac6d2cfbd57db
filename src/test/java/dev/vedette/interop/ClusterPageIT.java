package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.demo.Deployment;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One order for all nodes, said in a real browser at one of them, whose page shows what became of it at each. */
@Tag("long")
class ClusterPageIT {
    private static final String OUTCOMES =
            "[...document.querySelectorAll('#cluster-outcomes li')].map(e => e.innerText).sort().join('\\n')";

    @TempDir
    private Path folder;

    @Test
    void showsWhatBecameOfAnOrderAtEachNode() throws IOException {
        Browser.assumeThere();
        Deployment.Plan plan = Machine.vedettesWithPages(Duration.ofSeconds(5)).withCluster();
        try (Deployment deployment = Deployment.start(plan);
                Browser browser = new Browser(folder.resolve("profile"))) {
            deployment.awaitDiscovered();
            List<SentinelProcess> sentinels = deployment.sentinels();
            browser.look(1360, 1400, false);
            browser.open("http://127.0.0.1:" + sentinels.get(0).feedPort() + "/");
            browser.await("all nodes", "document.getElementById('cluster-state').innerText === '3 of 3 are heard'");

            say(browser, "set mymaster quorum 3");
            browser.await("what became of it", OUTCOMES + ".match(/: done: OK/g)?.length === 3");
            for (SentinelProcess sentinel : sentinels) {
                assertEquals("3", sentinel.master().get("quorum"), sentinel.name());
            }
            assertEquals(List.of(), browser.complaints);

            sentinels.get(2).child().kill();
            say(browser, "set mymaster quorum 2");
            browser.await("who did it", OUTCOMES + ".match(/: done: OK/g)?.length === 2");
            browser.screenshot(Path.of("target/page-cluster.png"));
            System.out.println("said to all nodes, of which one is dead: " + browser.eval(OUTCOMES));

            say(browser, "failover mymaster");
            browser.await("why not", OUTCOMES + ".includes('takes CKQUORUM, MONITOR, REMOVE, RESET or SET')");
        }
    }

    private static void say(Browser browser, String words) {
        browser.eval("document.getElementById('cluster-words').value = '" + words + "'");
        browser.eval("document.querySelector('#cluster-order button').click()");
    }
}
