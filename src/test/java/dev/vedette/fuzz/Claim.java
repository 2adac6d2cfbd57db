package dev.vedette.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must hold for every input; an error that a fuzzer reports. */
public final class Claim {
    private Claim() {}

    public static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    public static void same(@Nullable Object one, @Nullable Object other, String when) {
        if (!Objects.equals(one, other)) {
            throw new AssertionError("not the same " + when + ": " + one + " and " + other);
        }
    }
}
