package dev.vedette.bus;

import dev.vedette.model.LinkId;

/** The end of an errand, for the brain that sent it. */
public record Replied(LinkId link, Errand errand, Reply reply) implements Input {}
