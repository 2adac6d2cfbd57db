package dev.vedette.bus;

/**
 * The heartbeat of the process, 10 to 19 times a second: the safety net under the timers, the pace of what is truly
 * periodic, and the measure of our own health.
 */
public record Pulse(long sequence) implements Input {}
