package dev.vedette.fuzz;

import dev.vedette.command.AclTarget;
import dev.vedette.command.resp.RequestTarget;
import dev.vedette.config.ConfTarget;
import dev.vedette.gossip.HelloTarget;
import dev.vedette.link.ReplyTarget;
import dev.vedette.monitor.InfoTarget;
import java.util.Locale;
import java.util.function.Consumer;

/** Every parser that reads what strangers wrote. {@code scripts/fuzz} takes these names. */
enum Target {
    REQUEST(RequestTarget::fuzzerTestOneInput),
    REPLY(ReplyTarget::fuzzerTestOneInput),
    HELLO(HelloTarget::fuzzerTestOneInput),
    INFO(InfoTarget::fuzzerTestOneInput),
    CONF(ConfTarget::fuzzerTestOneInput),
    ACL(AclTarget::fuzzerTestOneInput);

    private final Consumer<byte[]> parser;

    Target(Consumer<byte[]> parser) {
        this.parser = parser;
    }

    void feed(byte[] input) {
        parser.accept(input);
    }

    /** The folder of its seeds, and of inputs that once broke it. */
    String folder() {
        return "src/test/resources/fuzz/" + name().toLowerCase(Locale.ROOT);
    }
}
