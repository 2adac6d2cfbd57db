package dev.vedette.bus;

/** What comes back from a {@link VisitorAsk}. */
public sealed interface VisitorAnswer extends BusMessage {

    /**
     * Somebody is in.
     *
     * @param visitor names it from now on, until it leaves or is put out
     * @param user who it is
     */
    record Badge(long visitor, String user) implements VisitorAnswer {}

    /**
     * A reply.
     *
     * @param text as Redis words it; the code first, when it is an error
     */
    record Said(boolean isError, String text) implements VisitorAnswer {
        /** Whether the text is a JSON array of objects: what Redis says in rows of fields and values. */
        public boolean isTable() {
            return !isError && text.startsWith("[");
        }
    }

    /** What the commands have counted since the start; {@code clients} is of now. */
    record Counts(
            long commands,
            long errors,
            long connections,
            long rejected,
            long clients,
            long inputBytes,
            long outputBytes)
            implements VisitorAnswer {}
}
