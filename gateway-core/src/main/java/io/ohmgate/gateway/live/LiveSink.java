package io.ohmgate.gateway.live;

import io.ohmgate.gateway.session.PileStatus;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Where the last values are shown to other nodes. Each gun and pile occurs once. May be slow or fail: then newer values
 * take the place of those that were not written. Must end by itself in finite time.
 */
@FunctionalInterface
public interface LiveSink {
    Mono<Void> write(List<GunLive> guns, List<PileStatus> piles);
}
