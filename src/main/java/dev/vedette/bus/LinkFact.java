package dev.vedette.bus;

import dev.vedette.model.LinkId;

/** What became of outgoing connections, and what arrived on them unasked. */
public sealed interface LinkFact extends Fact {
    @Override
    default Class<? extends Fact> room() {
        return LinkFact.class;
    }

    LinkId link();

    /**
     * A channel can be used.
     *
     * @param localHost our own address as the instance sees it
     */
    record Up(LinkId link, Channel channel, String localHost) implements LinkFact {}

    /** A channel could not be opened, or is gone. It stays closed until it is ordered again. */
    record Down(LinkId link, Channel channel, String why, boolean refused) implements LinkFact {
        public Down(LinkId link, Channel channel, String why) {
            this(link, channel, why, false);
        }
    }

    /** A message on {@code __sentinel__:hello}, our own included. */
    record HelloHeard(LinkId link, String payload) implements LinkFact {}
}
