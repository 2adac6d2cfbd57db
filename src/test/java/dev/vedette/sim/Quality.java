package dev.vedette.sim;

import java.time.Duration;

/**
 * How good the way from one host to another is.
 *
 * @param shortest what every packet takes
 * @param spread up to how much longer some take
 * @param lossPermille how many of a thousand are lost and sent again, which costs time and never bytes
 * @param resetsPerMillion how many of a million end their connection, as a failing middlebox does
 * @param bytesPerSecond what fits through, of all connections together; zero without a limit
 */
public record Quality(Duration shortest, Duration spread, int lossPermille, int resetsPerMillion, long bytesPerSecond) {
    public static final Quality USUAL = new Quality(Duration.ofNanos(100_000), Duration.ofMillis(2), 0, 0, 0);

    public Quality shortest(Duration latency) {
        return new Quality(latency, spread, lossPermille, resetsPerMillion, bytesPerSecond);
    }

    public Quality spread(Duration jitter) {
        return new Quality(shortest, jitter, lossPermille, resetsPerMillion, bytesPerSecond);
    }

    public Quality loss(int permille) {
        return new Quality(shortest, spread, permille, resetsPerMillion, bytesPerSecond);
    }

    public Quality resets(int perMillion) {
        return new Quality(shortest, spread, lossPermille, perMillion, bytesPerSecond);
    }

    public Quality bytesPerSecond(long most) {
        return new Quality(shortest, spread, lossPermille, resetsPerMillion, most);
    }
}
