package dev.vedette.sim.check;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import dev.vedette.sim.Observation;
import org.jspecify.annotations.Nullable;

/** What a hello says, read without the product's own reader. */
public record Hello(RunId sender, Epoch currentEpoch, MasterName master, Address address, Epoch configEpoch) {
    public static final String CHANNEL = "__sentinel__:hello";
    private static final int FIELDS = 8;

    /** Null for everything else that is published. */
    static @Nullable Hello in(Observation observation) {
        if (!(observation instanceof Observation.Published published)
                || !published.channel().equals(CHANNEL)) {
            return null;
        }
        String[] field = published.message().split(",", -1);
        if (field.length != FIELDS || field[5].isEmpty()) {
            return null;
        }
        try {
            return new Hello(
                    new RunId(field[2]),
                    new Epoch(Long.parseUnsignedLong(field[3])),
                    new MasterName(field[4]),
                    new Address(field[5], Integer.parseInt(field[6])),
                    new Epoch(Long.parseUnsignedLong(field[7])));
        } catch (NumberFormatException somebodyJokes) {
            return null;
        }
    }
}
