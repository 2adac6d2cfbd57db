package dev.vedette.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CiphersTest {
    @ParameterizedTest
    @CsvSource({
        "ECDHE-RSA-AES128-GCM-SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "ECDHE-RSA-CHACHA20-POLY1305, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "DHE-RSA-AES256-GCM-SHA384, TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        "ECDHE-RSA-AES256-SHA384, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
        "ECDHE-RSA-AES128-SHA, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    })
    void knowsTheNamesOfBoth(String openSsl, String java) throws Ciphers.Unknown {
        assertEquals(List.of(java), Ciphers.ofList(openSsl));
        assertEquals(List.of(java), Ciphers.ofList(java));
        assertEquals(openSsl, Ciphers.inOpenSsl(java));
    }

    @Test
    void keepsTheOrderOfTheList() throws Ciphers.Unknown {
        assertEquals(
                List.of("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                Ciphers.ofList("ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256"));
    }

    @Test
    void understandsClasses() throws Ciphers.Unknown {
        assertEquals(Ciphers.older(), Ciphers.ofList("DEFAULT:!MEDIUM"));
        List<String> modern = Ciphers.ofList("ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!MD5");
        assertTrue(modern.stream().allMatch(suite -> suite.startsWith("TLS_ECDHE_")), modern::toString);
        assertFalse(modern.stream().anyMatch(suite -> suite.contains("CBC")), modern::toString);
        assertEquals(6, modern.size());
        List<String> strongFirst = Ciphers.ofList("ECDHE+AES128:ECDHE+AES256:!SHA1:@STRENGTH");
        assertTrue(strongFirst.get(0).contains("AES_256"), strongFirst::toString);
        assertFalse(strongFirst.stream().anyMatch(suite -> suite.endsWith("_SHA")), strongFirst::toString);
    }

    @Test
    void whatIsBannedStaysAway() throws Ciphers.Unknown {
        assertFalse(Ciphers.ofList("!AES128:HIGH:ECDHE").stream().anyMatch(suite -> suite.contains("AES_128")));
        assertTrue(Ciphers.ofList("HIGH:-AES128:ECDHE").stream().anyMatch(suite -> suite.contains("AES_128")));
        List<String> moved = Ciphers.ofList("HIGH:+ECDHE");
        assertTrue(moved.get(moved.size() - 1).startsWith("TLS_ECDHE"), moved::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ECDHE-RSA-AES128-GCM-SHA257", "NONSENSE", "HIGH:CAMELLIA256-SHA", "PSK", "HIGH:@SECLEVEL=0"})
    void refusesWhatItDoesNotKnow(String list) {
        assertThrows(Ciphers.Unknown.class, () -> Ciphers.ofList(list));
    }

    @Test
    void refusesAListThatLeavesNothing() {
        assertEquals(
                "No cipher of this Java is left by 'AES128:!AES'.",
                assertThrows(Ciphers.Unknown.class, () -> Ciphers.ofList("AES128:!AES"))
                        .getMessage());
    }

    @Test
    void suitesOfTls13HaveOneName() throws Ciphers.Unknown {
        assertEquals(
                List.of("TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"),
                Ciphers.ofSuites("TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"));
        assertThrows(Ciphers.Unknown.class, () -> Ciphers.ofSuites("TLS_AES_128_CCM_SHA256"));
        assertThrows(Ciphers.Unknown.class, () -> Ciphers.ofSuites("ECDHE-RSA-AES128-GCM-SHA256"));
    }
}
