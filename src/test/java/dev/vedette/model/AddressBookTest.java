package dev.vedette.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBookTest {
    private static final Address NAMED = new Address("Redis-0.shop", 6379);
    private static final Address IP = new Address("10.0.0.1", 6379);

    private static AddressBook book(boolean resolve, boolean announce) {
        return new AddressBook(new NamePolicy(resolve, announce));
    }

    @ParameterizedTest
    @CsvSource({
        "redis-0.shop, redis-0.shop",
        "a_b, a_b",
        "LOCALHOST, LOCALHOST",
        "1a, 1a",
        "10.0.0.1, 10.0.0.1",
        "0:0::1, ::1",
        "-x, ",
        "127.1, ",
        "256.0.0.1, ",
        "a b, ",
        "a:b, ",
        "'', "
    })
    void tellsNamesFromAddresses(String text, String read) {
        assertEquals(read, HostText.read(text));
    }

    @Test
    void capitalsDoNotCount() {
        assertEquals(new Address("redis-0.SHOP", 6379), NAMED);
        assertEquals(new Address("redis-0.SHOP", 6379).hashCode(), NAMED.hashCode());
        assertEquals(0, new Address("redis-0.SHOP", 6379).compareTo(NAMED));
        assertNotEquals(new Address("redis-0.shop", 6380), NAMED);
    }

    @Test
    void theSameIsTheSameTextOrTheSameIpAddressAndAlwaysTheSamePort() {
        AddressBook book = book(true, false);
        assertFalse(book.same(NAMED, IP));
        assertTrue(book.learn("redis-0.shop", "10.0.0.1"));
        assertTrue(book.same(NAMED, IP));
        assertTrue(book.same(IP, NAMED));
        assertFalse(book.same(NAMED, new Address("10.0.0.1", 6380)));
        book.learn("other", "10.0.0.1");
        assertTrue(book.same(NAMED, new Address("other", 6379)));
        assertFalse(book.same(new Address("x", 1), new Address("y", 1)), "unknown names are not one");
    }

    @Test
    void aLookUpThatFailsLeavesWhatWasKnown() {
        AddressBook book = book(true, false);
        book.learn("redis-0.shop", "10.0.0.1");
        assertFalse(book.learn("redis-0.shop", null));
        assertEquals("10.0.0.1", book.ip("REDIS-0.shop"));
        assertNull(book.ip("never"));
    }

    @Test
    void aNameIsOpenUntilItWasLookedUpHoweverThatEnds() {
        AddressBook book = book(true, false);
        assertTrue(book.isOpen("redis-0.shop"));
        assertFalse(book.isOpen("10.0.0.1"));
        book.learn("redis-0.shop", null);
        assertFalse(book.isOpen("redis-0.shop"));
        assertFalse(book(false, false).isOpen("redis-0.shop"), "nobody would look it up");
    }

    @Test
    void namesAreShownOnlyWhereTheyAreAnnouncedAndNothingIsEverEmpty() {
        AddressBook quiet = book(true, false);
        assertEquals(NAMED, quiet.shown(NAMED));
        quiet.learn("redis-0.shop", null);
        assertEquals(NAMED, quiet.shown(NAMED));
        quiet.learn("redis-0.shop", "10.0.0.1");
        assertEquals(IP, quiet.shown(NAMED));
        AddressBook loud = book(true, true);
        loud.learn("redis-0.shop", "10.0.0.1");
        assertEquals(NAMED, loud.shown(NAMED));
        assertEquals(IP, loud.shown(IP));
    }

    @Test
    void theFileKeepsNamesThatItsReaderLooksUp() {
        AddressBook book = book(true, false);
        book.learn("redis-0.shop", "10.0.0.1");
        assertEquals(NAMED, book.written(NAMED));
        book.policy(new NamePolicy(false, true));
        assertEquals(IP, book.written(NAMED));
    }

    @Test
    void whoHasTheVeryTextIsMeantBeforeOthers() {
        AddressBook book = book(true, false);
        book.learn("redis-0.shop", "10.0.0.1");
        assertEquals(IP, book.among(List.of(NAMED, IP), IP));
        assertEquals(NAMED, book.among(List.of(NAMED), IP));
        assertNull(book.among(List.of(NAMED), new Address("10.0.0.2", 6379)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCopyIsACopy(boolean announce) {
        AddressBook book = book(true, announce);
        AddressBook copy = book.copy();
        book.learn("redis-0.shop", "10.0.0.1");
        assertNull(copy.ip("redis-0.shop"));
        assertEquals(announce, copy.policy().announce());
    }
}
