package dev.vedette.command;

import dev.vedette.command.acl.AclFault;
import dev.vedette.command.acl.Catalogue;
import dev.vedette.command.acl.Users;
import dev.vedette.fuzz.Claim;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/** Any text as an ACL file: users or an error, and what is saved is loaded again as the same users. */
public final class AclTarget {
    private AclTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        Users users = new Users(catalogue(), false);
        try {
            users.load("file", text);
        } catch (AclFault fault) {
            Claim.that(!fault.getMessage().isEmpty(), "refused without a word");
            return;
        }
        String saved = users.text();
        Users again = new Users(catalogue(), false);
        try {
            again.load("file", saved);
        } catch (AclFault fault) {
            throw new AssertionError("its own file is refused: " + saved, fault);
        }
        Claim.same(saved, again.text(), "saved again");
    }

    private static Catalogue catalogue() {
        Catalogue catalogue = new Catalogue();
        Catalogue.Entry id = catalogue.entry("client|id", categories("slow", "connection"), false, List.of());
        Catalogue.Entry kill = catalogue.entry(
                "client|kill", categories("admin", "slow", "dangerous", "connection"), false, List.of());
        catalogue.add("client", categories("slow"), false, List.of(id, kill));
        catalogue.add("ping", categories("fast", "connection"), false, List.of());
        catalogue.add("auth", categories("fast", "connection"), true, List.of());
        catalogue.add("publish", categories("fast", "pubsub"), false, List.of());
        return catalogue;
    }

    private static TreeSet<String> categories(String... names) {
        return new TreeSet<>(List.of(names));
    }
}
