package dev.vedette.bus;

/** Anything that makes a brain decide. */
public sealed interface Input extends BusMessage
        permits Pulse, Fact, Ask, Replied, Sounded, Alarm, Candidates, SentinelEvent {}
