package dev.vedette.tls;

import java.util.List;

/** Why files cannot be used, every reason, in words that lead to the repair. */
public final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Reason> reasons;

    /**
     * @param file the one that is wrong; empty when it is the settings
     * @param text Redis's own words where it has some, the file included
     * @param valid what would be right
     */
    public record Reason(String file, String text, String valid) {}

    Unusable(List<Reason> reasons) {
        super(reasons.isEmpty() ? "" : reasons.get(0).text(), null, false, false);
        this.reasons = List.copyOf(reasons);
    }

    Unusable(String file, String text, String valid) {
        this(List.of(new Reason(file, text, valid)));
    }

    public List<Reason> reasons() {
        return reasons;
    }
}
