package dev.vedette.bus;

import java.util.List;

/** What the script brain wants of the machine, which obeys and reports, and decides nothing. */
public sealed interface ScriptOrder extends BusMessage {
    /** Names one run; never used twice. */
    long run();

    /**
     * Start this program. Answered by {@link ScriptFact.Started} or {@link ScriptFact.NotStarted}, and in the end by
     * {@link ScriptFact.Ended}.
     *
     * @param argv the path, and the arguments
     */
    record Start(long run, List<String> argv) implements ScriptOrder {
        public Start {
            argv = List.copyOf(argv);
        }
    }

    /** SIGKILL. One that has ended, or was never started, is left alone. */
    record Kill(long run) implements ScriptOrder {}
}
