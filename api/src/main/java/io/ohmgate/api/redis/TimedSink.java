package io.ohmgate.api.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.live.LiveSink;
import io.ohmgate.gateway.session.PileStatus;
import java.util.List;
import reactor.core.publisher.Mono;

/** Measures how long a batch of live values takes, whether it is taken or not. */
public final class TimedSink implements LiveSink {
    private final LiveSink sink;
    private final MeterRegistry meters;
    private final Timer written;

    public TimedSink(LiveSink sink, MeterRegistry meters) {
        this.sink = sink;
        this.meters = meters;
        this.written = meters.timer("ohmgate.redis.batch");
    }

    @Override
    public Mono<Void> write(List<GunLive> guns, List<PileStatus> piles) {
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(meters);
            return sink.write(guns, piles).doFinally(signal -> sample.stop(written));
        });
    }
}
