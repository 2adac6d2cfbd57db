package dev.vedette.model;

/**
 * What host names are good for (reference 13).
 *
 * @param resolve host names may stand in the place of IP addresses
 * @param announce they are shown to others; else what they stand for is
 */
public record NamePolicy(boolean resolve, boolean announce) {
    /** As Redis has it. */
    public static final NamePolicy DEFAULT = new NamePolicy(false, false);

    public NamePolicy resolve(boolean yes) {
        return new NamePolicy(yes, announce);
    }

    public NamePolicy announce(boolean yes) {
        return new NamePolicy(resolve, yes);
    }
}
