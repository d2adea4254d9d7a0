package io.ohmgate.api.http.pile;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import io.ohmgate.gateway.session.PileStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pile (充电桩): what it is, whether it is there, which tariff it holds and what its guns do. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PileView(
        String pileNo,
        String name,
        String stationId,
        String stationCode,
        String stationName,
        PileKind kind,
        int ratedWatts,
        boolean enabled,
        boolean online,
        PileStatus.Presence presence,
        @Nullable Instant since,
        @Nullable Instant lastHeard,
        @Nullable Instant lastLoginAt,
        @Nullable String firmware,
        @Nullable String protocolVersion,
        TariffHeld tariff,
        List<GunStateView> guns,
        @Nullable Integer trust,
        DialectView dialect) {
    /** The version the pile should hold and the one it has confirmed; it can charge only if they are the same. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TariffHeld(
            @Nullable String wantedVersionId,
            @Nullable String confirmedVersionId,
            @Nullable Integer modelNo,
            @Nullable Instant confirmedAt,
            boolean ready) {}
}
