package dev.vedette.bus;

/** Anything that makes a brain decide. */
public sealed interface Input extends BusMessage permits Pulse, Fact, Ask, Replied, Alarm, Candidates, SentinelEvent {}
