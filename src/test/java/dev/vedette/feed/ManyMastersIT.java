package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.interop.Browser;
import dev.vedette.model.AccessSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page with hundreds of masters in a real browser, and what whoever sees little or uses no mouse has of it. */
class ManyMastersIT {
    private static final int MASTERS = 300;
    /** Of the browser's processor, for each of what is measured; twice the most that it was on a busy machine. */
    private static final Duration ALLOWED = Duration.ofSeconds(3);

    private static final int EVENTS = 1_000;
    /** WCAG 2, level AA, for text of ordinary size. */
    private static final double CONTRAST = 4.5;

    private static final String FIRST_NAMES =
            "[...document.querySelectorAll('#list li')].slice(0, 3).map(e => e.dataset.master).join()";

    /** Every text that is seen, with too little between its colour and what is behind it. */
    private static final String FAINT = """
            (() => {
              const numbers = text => (text.match(/[\\d.]+/g) || []).map(Number);
              const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92
                : ((v + .055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
              const solid = text => {
                const c = numbers(text);
                return c.length && (c.length < 4 || c[3] > 0) ? c : null;
              };
              const behind = e => {
                const box = e.closest('svg g')?.querySelector('.box');
                if (box) return solid(getComputedStyle(box).fill);
                for (let at = e; at; at = at.parentElement) {
                  const found = solid(getComputedStyle(at).backgroundColor);
                  if (found) return found;
                }
                return [255, 255, 255];
              };
              const faint = [];
              for (const e of document.querySelectorAll('body *')) {
                const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
                if (!own || !e.getClientRects().length) continue;
                if (e.closest('.hidden, .skip, title, script, noscript')) continue;
                const style = getComputedStyle(e);
                const colours = [solid(e.closest('svg') ? style.fill : style.color), behind(e)].map(light);
                const ratio = (Math.max(...colours) + .05) / (Math.min(...colours) + .05);
                if (ratio < LEAST) faint.push(ratio.toFixed(2) + ' ' + e.textContent.slice(0, 30));
              }
              return [...new Set(faint)].join('; ');
            })()""".replace("LEAST", String.valueOf(CONTRAST));

    @TempDir
    private Path folder;

    private static void isLittle(String what, Duration cost) {
        System.out.println("the browser's work with " + MASTERS + " masters, " + what + ": " + cost.toMillis() + " ms");
        assertTrue(cost.compareTo(Duration.ZERO) > 0 && cost.compareTo(ALLOWED) < 0, what + ": " + cost);
    }

    private static void type(Browser browser, String field, String text) {
        browser.eval("(e => { e.value = '" + text
                + "'; e.dispatchEvent(new Event('input')); })(document.getElementById('" + field + "'))");
    }

    @Test
    void hundredsDoNotChokeIt() throws IOException {
        Browser.assumeThere();
        try (House house = new House(folder, AccessSettings.OPEN, settings -> settings);
                Browser browser = new Browser(folder.resolve("profile"))) {
            house.rooms.monitor = Rooms.many(MASTERS, Set.of(250, 7));
            browser.look(1360, 1000, false);
            browser.open("http://127.0.0.1:" + house.port + "/");
            browser.await("the worst first", FIRST_NAMES + " === 'm7,m250,m1'");
            isLittle("the page", browser.busy());
            assertEquals("300, 2 not well", browser.eval("document.getElementById('masters-count').textContent"));
            assertEquals("m7", browser.eval("document.getElementById('detail-title').textContent"));
            assertEquals(
                    "100", browser.eval("document.querySelectorAll('#list li').length"), "of hundreds some are drawn");

            type(browser, "search", "M257");
            browser.await("a name is found", FIRST_NAMES + " === 'm257'");
            type(browser, "search", "10.1.1.33:");
            browser.await("an address is found", FIRST_NAMES + " === 'm289'");
            type(browser, "search", "nobody");
            browser.await("nobody is found", "document.getElementById('more').textContent === 'Nothing matches.'");
            type(browser, "search", "");
            browser.eval("document.getElementById('troubled').click()");
            browser.await("only problems", FIRST_NAMES + " === 'm7,m250'");
            browser.eval("document.getElementById('troubled').click()");

            Duration from = browser.busy();
            house.rooms.monitor = Rooms.many(MASTERS, Set.of(250, 7, 111));
            browser.await("a further one", FIRST_NAMES + " === 'm7,m111,m250'");
            isLittle("a master goes down", browser.busy().minus(from));

            from = browser.busy();
            for (int i = 0; i < EVENTS; i++) {
                house.happens("+e", "number " + i);
            }
            browser.await("all are heard", "document.documentElement.dataset.seq === '" + EVENTS + "'");
            // The list is drawn in the frame after an event was heard.
            browser.await("the newest are drawn", "document.querySelectorAll('#events-list li').length === 300");
            isLittle(EVENTS + " events", browser.busy().minus(from));

            // All at once, as when a network fails.
            from = browser.busy();
            house.rooms.monitor = Rooms.many(
                    MASTERS, IntStream.rangeClosed(1, MASTERS).boxed().collect(Collectors.toSet()));
            browser.await(
                    "all are down", "document.getElementById('masters-count').textContent === '300, 300 not well'");
            isLittle("all go down", browser.busy().minus(from));
            assertEquals(List.of(), browser.complaints);
        }
    }

    @Test
    void isReadByWhoeverSeesLittleAndUsesNoMouse() throws IOException {
        Browser.assumeThere();
        try (House house = House.open(folder);
                Browser browser = new Browser(folder.resolve("profile"))) {
            house.rooms.monitor = Rooms.many(3, Set.of(2));
            house.happens("+sdown", Scene.D);
            house.happens("+odown", Scene.D);
            house.happens("-sdown", Scene.D);
            for (boolean dark : new boolean[] {false, true}) {
                for (int width : new int[] {1360, 390}) {
                    browser.look(width, 844, dark);
                    browser.open("http://127.0.0.1:" + house.port + "/");
                    browser.await("it is live", "document.documentElement.dataset.link === 'live'");
                    browser.await("a picture", "document.querySelectorAll('#picture g[tabindex]').length > 2");
                    String how = width + (dark ? " dark" : " light");
                    assertEquals("", browser.eval(FAINT), how);
                    assertEquals(
                            "true", browser.eval("document.documentElement.scrollWidth <= " + width), how + " fits");
                }
            }
            assertEquals(
                    "heading:Vedette,main,heading:Masters,heading:m2,heading:Failovers,heading:Events",
                    landmarks(browser));
            byKeyboard(house, browser);
        }
    }

    /** What a screen reader walks through. */
    private static String landmarks(Browser browser) {
        return browser.eval("[...document.querySelectorAll('main, h1, h2')].filter(e => e.getClientRects().length)"
                + ".map(e => e.tagName === 'MAIN' ? 'main' : 'heading:'"
                + " + e.childNodes[e.tagName === 'H1' ? 1 : 0].textContent.trim()).join()");
    }

    private static void byKeyboard(House house, Browser browser) {
        browser.eval("document.activeElement.blur()");
        browser.press("Tab");
        assertEquals("Skip to the masters", browser.eval("document.activeElement.innerText"));
        browser.press("j");
        browser.await("the next one", "document.getElementById('detail-title').textContent === 'm1'");
        browser.press("k");
        browser.await("and back", "document.getElementById('detail-title').textContent === 'm2'");
        browser.eval("document.querySelector('[data-order=failover]').focus()");
        browser.press("Enter");
        browser.await("a question", "document.getElementById('dialog').open");
        assertEquals("true", browser.eval("document.getElementById('dialog').contains(document.activeElement)"));
        browser.press("Escape");
        browser.await("no order without an answer", "!document.getElementById('dialog').open");
        assertEquals("failover", browser.eval("document.activeElement.dataset.order"), "and back where one was");
        assertTrue(house.rooms.ordered.isEmpty());
    }
}
