package dev.vedette.gossip;

import dev.vedette.fuzz.Claim;
import dev.vedette.model.AddressBook;
import dev.vedette.model.NamePolicy;
import java.nio.charset.StandardCharsets;

/** Any text as a hello: a hello or a reason, and what is written down again is the same hello. */
public final class HelloTarget {
    private HelloTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String payload = new String(data, StandardCharsets.UTF_8);
        for (boolean names : new boolean[] {false, true}) {
            AddressBook book = new AddressBook(new NamePolicy(names, names));
            HelloMessage.Reading reading = HelloMessage.read(payload, book);
            HelloMessage hello = reading.hello();
            Claim.that((hello == null) != (reading.oddity() == null), "a hello or a reason");
            if (hello != null && hello.sender() != null && hello.masterAddress() != null) {
                String again = HelloMessage.text(
                        hello.sender().address().host(),
                        hello.sender().address().port(),
                        hello.senderId(),
                        hello.currentEpoch(),
                        hello.master(),
                        hello.masterAddress(),
                        hello.configEpoch());
                Claim.same(hello, HelloMessage.read(again, book).hello(), "written down again");
            }
        }
    }
}
