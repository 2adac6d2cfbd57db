package dev.vedette.sim;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;

/** Accepts every option of a real socket; those that mean nothing here change nothing. */
final class LenientConfig extends DefaultChannelConfig {
    LenientConfig(Channel channel) {
        super(channel);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        super.setOption(option, value);
        return true;
    }
}
