package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.LinkId;
import java.util.SortedMap;

/** What the monitor wants of the link room, which obeys and reports, and decides nothing. */
public sealed interface LinkOrder extends BusMessage {
    LinkId link();

    /** Open a channel; one that is open or opening is closed first. Answered by {@link LinkFact.Up} or Down. */
    record Open(
            LinkId link, Channel channel, Address address, Credentials credentials, SortedMap<String, String> renames)
            implements LinkOrder {}

    /** Close a channel really, a hung one too. What waits on it gets {@link Reply.Lost}. No Down fact follows. */
    record Close(LinkId link, Channel channel) implements LinkOrder {}
}
