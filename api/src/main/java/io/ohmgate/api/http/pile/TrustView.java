package io.ohmgate.api.http.pile;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.store.TrustTables;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileStatus;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.Standing;
import io.ohmgate.gateway.trust.Trust;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a pile is believed. {@code level} is the present session's, absent without one; below {@code minimum} the pile
 * starts no charge. {@code seen} is where it came from instead of where it is bound to.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrustView(
        @Nullable Integer level,
        int minimum,
        Standing standing,
        boolean locked,
        @Nullable Instant lockedAt,
        @Nullable BoundTo binding,
        @Nullable CameFrom seen,
        @Nullable CameFrom now) {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BoundTo(
            @Nullable String source,
            @Nullable String simNo,
            boolean confirmed,
            @Nullable Instant learntAt) {}

    public record CameFrom(String source, String simNo, Instant at) {}

    static TrustView of(GatewayParts gateway, PileNo pile, TrustTables.@Nullable Known known) {
        PileStatus status = gateway.sessions.statusOf(pile);
        PileEntry entry = gateway.directory.find(pile);
        Trust minimum = entry == null ? PileEntry.MINIMUM_TRUST_DEFAULT : entry.minimumTrust();
        Trust level = status.locked() ? Trust.NONE : status.trust();
        return new TrustView(
                level == null ? null : level.level(),
                minimum.level(),
                gateway.sessions.standingOf(pile),
                status.locked(),
                known == null ? null : known.lockedAt(),
                bound(gateway.sessions.bindingOf(pile), known),
                known == null || known.seen() == null
                        ? null
                        : new CameFrom(
                                known.seen().source(),
                                known.seen().simNo(),
                                known.seen().at()),
                now(status));
    }

    private static @Nullable BoundTo bound(@Nullable Binding binding, TrustTables.@Nullable Known known) {
        return binding == null
                ? null
                : new BoundTo(
                        binding.source() == null ? null : binding.source().toString(),
                        binding.simNo(),
                        binding.confirmed(),
                        known == null ? null : known.learntAt());
    }

    private static @Nullable CameFrom now(PileStatus status) {
        Instant since = status.loggedInAt();
        return status.hello() == null || since == null || !status.connected()
                ? null
                : new CameFrom(
                        status.hello().source().getHostString(), status.hello().simNo(), since);
    }
}
