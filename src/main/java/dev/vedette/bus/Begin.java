package dev.vedette.bus;

/** Published once at {@link Bus#BEGIN}: every room listens, so the first words will be heard. */
public record Begin() implements BusMessage {}
