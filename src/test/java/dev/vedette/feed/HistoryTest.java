package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final Scene scene = new Scene();
    private final History history = new History(3);

    private List<Long> after(long seq) {
        return history.after(seq).events().stream().map(Happening::seq).toList();
    }

    @Test
    void givesWhatWasMissedAndSaysWhatIsGone() {
        for (int i = 0; i < 5; i++) {
            history.add(scene.about("+e"));
        }
        assertEquals(List.of(4L, 5L), after(3));
        assertEquals(0, history.after(3).gone());
        assertEquals(List.of(3L, 4L, 5L), after(0));
        assertEquals(2, history.after(0).gone(), "the first two fell out");
        assertEquals(List.of(), after(5));
        assertEquals(3, history.oldest());
        assertEquals(5, history.newest());
        assertEquals(3, history.next(0).seq());
        assertNull(history.next(5));
    }

    @Test
    void whatWasLostOnTheWayIsGoneToo() {
        history.add(scene.about("+e"));
        scene.about("+lost");
        history.add(scene.about("+e"));
        assertEquals(1, history.after(1).gone());
        assertEquals(List.of(3L), after(1));
    }
}
