package io.ohmgate.ykc.session;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.ohmgate.gateway.link.FrameTap;
import io.ohmgate.gateway.link.PileGateway;
import io.ohmgate.gateway.link.PileProtocol;
import io.ohmgate.gateway.link.RawRecord;
import java.util.Optional;

/** YKC V1.4 to V1.7 (云快充) as a protocol of the gateway. */
public final class YkcProtocol implements PileProtocol {
    public static final String NAME = "ykc";

    /** Reactor Netty's own handler; inbound bytes must be ours before they reach it. */
    private static final String REACTOR_BRIDGE = "reactor.right.reactiveBridge";

    private static final String HANDLER = "ohmgate.ykc";

    private final YkcSettings settings;
    private final FrameTap tap;
    private final YkcMeters meters = new YkcMeters();

    public YkcProtocol(YkcSettings settings) {
        this(settings, FrameTap.NONE);
    }

    /** @param tap is shown every frame */
    public YkcProtocol(YkcSettings settings, FrameTap tap) {
        this.settings = settings;
        this.tap = tap;
    }

    /** Lets what its connections count be read there. */
    public YkcProtocol measuredBy(MeterRegistry registry) {
        meters.bindTo(registry);
        return this;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void accept(Channel channel, PileGateway gateway) {
        ChannelPipeline pipeline = channel.pipeline();
        YkcConnection connection = new YkcConnection(settings, gateway, tap, meters);
        if (pipeline.get(REACTOR_BRIDGE) != null) {
            pipeline.addBefore(REACTOR_BRIDGE, HANDLER, connection);
        } else {
            pipeline.addLast(HANDLER, connection);
        }
    }

    @Override
    public Optional<RawRecord> record(byte[] frame) {
        return RecordFrames.read(frame);
    }
}
