package dev.vedette.bus;

/** What is wanted of the names room. */
public sealed interface NameOrder extends BusMessage {

    /** Look this name up. Answered with {@link NameFact.Answered}, which is published before, in bounded time. */
    record LookUp(String host) implements NameOrder {}
}
