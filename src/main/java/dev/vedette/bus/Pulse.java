package dev.vedette.bus;

import java.time.Instant;

/**
 * The heartbeat of the process, 10 to 19 times a second: the safety net under the timers, the pace of what is truly
 * periodic, and the measure of our own health.
 *
 * @param wall wall-clock time, only to see it jump
 */
public record Pulse(Instant wall, long sequence) implements Input {}
