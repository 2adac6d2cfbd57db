package dev.vedette.bus;

import dev.vedette.model.LinkId;

/**
 * An errand for one link.
 *
 * @param replyTo the address where the {@link Replied} goes
 */
public record Send(LinkId link, Errand errand, String replyTo) implements BusMessage {}
