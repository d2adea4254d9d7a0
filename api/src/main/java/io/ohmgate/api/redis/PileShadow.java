package io.ohmgate.api.redis;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.session.PileStatus;
import io.ohmgate.gateway.session.PileStatus.Presence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a pile was last seen to be there, as it lies in Redis. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PileShadow(
        String pileNo,
        Presence presence,
        @Nullable Instant presenceSince,
        @Nullable Instant lastHeard) {
    static PileShadow of(PileStatus status) {
        return new PileShadow(status.pileNo().digits(), status.presence(), status.presenceSince(), status.lastHeard());
    }
}
