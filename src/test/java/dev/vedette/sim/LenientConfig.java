package dev.vedette.sim;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import java.time.Duration;

/** Accepts every option of a real socket; those that mean nothing here change nothing. */
final class LenientConfig extends DefaultChannelConfig {
    private final Runnable changed;
    private boolean keepAlive;
    // What Linux does if nobody says otherwise.
    private int idleSeconds = 7_200;
    private int pauseSeconds = 75;
    private int times = 9;

    /** @param changed hears that something was set that the system acts on by itself */
    LenientConfig(Channel channel, Runnable changed) {
        super(channel);
        this.changed = changed;
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        super.setOption(option, value);
        // Told apart by name: the constants for the last three belong to one kind of real socket each.
        switch (option.name()) {
            case "SO_KEEPALIVE" -> keepAlive = (Boolean) value;
            case "TCP_KEEPIDLE" -> idleSeconds = (Integer) value;
            case "TCP_KEEPINTERVAL" -> pauseSeconds = (Integer) value;
            case "TCP_KEEPCOUNT" -> times = (Integer) value;
            default -> {
                return true;
            }
        }
        changed.run();
        return true;
    }

    boolean keepsAlive() {
        return keepAlive;
    }

    Duration idle() {
        return Duration.ofSeconds(idleSeconds);
    }

    Duration pause() {
        return Duration.ofSeconds(pauseSeconds);
    }

    int times() {
        return times;
    }
}
