package dev.vedette.bus;

/** What became of the programs that were to be started. */
public sealed interface ScriptFact extends Fact {
    @Override
    default Class<? extends Fact> room() {
        return ScriptFact.class;
    }

    /** The {@link ScriptOrder#run} that this is about. */
    long run();

    record Started(long run, long pid) implements ScriptFact {}

    /**
     * The machine had no room for a further process.
     *
     * @param why in its words
     */
    record NotStarted(long run, String why) implements ScriptFact {}

    /**
     * @param exitCode 0 when a signal ended it; 2 when the file could not be executed
     * @param signal the one that ended it, or 0
     */
    record Ended(long run, int exitCode, int signal) implements ScriptFact {}
}
