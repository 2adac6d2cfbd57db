package dev.vedette.platform;

import dev.vedette.model.Address;
import org.jspecify.annotations.Nullable;

/** The door to the machine's routing: what a peer sees as our address. Does not block. */
public interface Routes {
    /** The local IP address that a connection to {@code target} has. */
    String sourceTowards(Address target);

    /** Where every connection must come from; null leaves it to the system. */
    default @Nullable String source() {
        return null;
    }

    /** Everything leaves from one address of this machine. */
    static Routes from(String source) {
        return new Routes() {
            @Override
            public String sourceTowards(Address target) {
                return source;
            }

            @Override
            public String source() {
                return source;
            }
        };
    }
}
