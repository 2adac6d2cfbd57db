package dev.vedette.monitor;

import dev.vedette.bus.InfoReport;
import dev.vedette.fuzz.Claim;
import dev.vedette.model.Limits;
import java.nio.charset.StandardCharsets;

/** Any text as INFO: a report within the bounds, and the same with either line end. */
public final class InfoTarget {
    private InfoTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        InfoReport report = InfoParser.parse(text);
        Claim.that(report.replicas().size() <= Limits.REPLICAS_PER_MASTER, "more replicas than are kept");
        Claim.same(report, InfoParser.parse(text), "read again");
        Claim.same(report, InfoParser.parse(text + "\r\n\r\n# Keyspace\r\ndb0:keys=1\r\n"), "with more behind it");
    }
}
