package dev.vedette.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTextTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:DB8::0:1, 2001:db8::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "::ffff:10.0.0.1, ::ffff:10.0.0.1",
        "::FFFF:a00:1, ::ffff:10.0.0.1",
        "::10.0.0.1, ::10.0.0.1",
        "64:ff9b::10.0.0.1, 64:ff9b::a00:1",
        "fe80::1, fe80::1",
    })
    void bringsLiteralsIntoTheUsualForm(String text, String usual) {
        assertEquals(usual, IpText.canonical(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "localhost",
                "redis",
                "127.1",
                "010.0.0.1",
                "256.0.0.1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4 ",
                "1.2.3.+4",
                "0x7f.0.0.1",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "::g",
                "[::1]",
                "::1%lo",
                "1:2:3:4:5:6:7:8::",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "a.b.c.d",
                "１.2.3.4",
                "::１"
            })
    void takesNothingElse(String text) {
        assertNull(IpText.canonical(text));
    }

    @Test
    void agreesWithTheJdkOnEveryAddress() throws UnknownHostException {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[round % 2 == 0 ? 4 : 16];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(3) == 0 ? (byte) random.nextInt(256) : 0;
            }
            String text = IpText.of(bytes);
            byte[] back = IpText.bytes(text);
            assertNotNull(back, text);
            assertArrayEquals(bytes, back, text);
            assertEquals(InetAddress.getByAddress(bytes), InetAddress.getByName(text));
            assertEquals(text, IpText.canonical(text));
        }
    }
}
