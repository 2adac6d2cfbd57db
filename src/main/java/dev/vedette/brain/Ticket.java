package dev.vedette.brain;

/** Stands for one question that waits for its answer. Numbered by the shell. */
public record Ticket(long number) {
    /** The input was no question. */
    public static final Ticket NONE = new Ticket(0);
}
