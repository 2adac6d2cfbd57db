package dev.vedette.bus;

import dev.vedette.model.Moment;

/**
 * A sounding of the way that every errand takes: the link room gives it back, behind all that it was told before, as
 * {@link Sounded}.
 *
 * @param asked when it went out
 * @param replyTo the address where the {@link Sounded} goes, behind all replies that came before
 */
public record Sound(Moment asked, String replyTo) implements BusMessage {}
