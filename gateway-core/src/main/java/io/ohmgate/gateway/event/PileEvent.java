package io.ohmgate.gateway.event;

import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.Trust;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has happened to a pile or one of its guns. */
public sealed interface PileEvent {
    PileNo pileNo();

    /** The tenant that owns the pile; null if the number is on nobody's allow-list. */
    @Nullable
    Long tenantId();

    Instant at();

    /** A session began. Whatever was told to the pile before may be lost. */
    record PileLoggedIn(SessionId session, Long tenantId, long stationId, PileHello hello, Instant at)
            implements PileEvent {
        @Override
        public PileNo pileNo() {
            return session.pileNo();
        }
    }

    /** A login was turned away. Told only so often a second, so that a scan of numbers floods nobody; all are counted. */
    record LoginRefused(
            PileNo pileNo, @Nullable Long tenantId, InetSocketAddress source, LoginRefusal reason, Instant at)
            implements PileEvent {}

    /** The connection ended; the pile still counts as online until it has been silent for too long. */
    record PileDisconnected(SessionId session, Long tenantId, CloseReason reason, Instant at) implements PileEvent {
        @Override
        public PileNo pileNo() {
            return session.pileNo();
        }
    }

    record PileCameOnline(PileNo pileNo, Long tenantId, long stationId, Instant at) implements PileEvent {}

    /** Nothing was heard for too long, or the pile was disabled. {@code lastHeardAt} is when it was last alive. */
    record PileWentOffline(PileNo pileNo, Long tenantId, long stationId, Instant lastHeardAt, Instant at)
            implements PileEvent {}

    /** A new connection took the pile's number over from an older one that still lived. */
    record TakeoverHappened(
            SessionId session,
            Long tenantId,
            TakeoverRule rule,
            InetSocketAddress older,
            InetSocketAddress newer,
            boolean charging,
            Instant at)
            implements PileEvent {
        @Override
        public PileNo pileNo() {
            return session.pileNo();
        }
    }

    /** By which rule a takeover was allowed (invariants 4.1). */
    enum TakeoverRule {
        /** The same device came back before its old connection was known to be dead. */
        SAME_SOURCE,
        /** Another source, while the older session had fallen silent. */
        OLDER_SILENT,
        /** Another source, and the older session did not answer when asked. */
        PROBE_UNANSWERED
    }

    /** Too many takeovers: nobody may use this number until a person decides. */
    record PileLocked(PileNo pileNo, Long tenantId, Instant at) implements PileEvent {}

    /** The first login told where the pile comes from; a person is to confirm it. */
    record BindingLearnt(SessionId session, Long tenantId, Binding binding, Instant at) implements PileEvent {
        @Override
        public PileNo pileNo() {
            return session.pileNo();
        }
    }

    /** A login came from elsewhere than the pile is bound to, or with another SIM; {@code trust} is what it got. */
    record BindingDiffered(
            SessionId session,
            Long tenantId,
            Binding bound,
            InetSocketAddress source,
            String simNo,
            Trust trust,
            Instant at)
            implements PileEvent {
        @Override
        public PileNo pileNo() {
            return session.pileNo();
        }
    }

    /** No more logins from there until then: of this pile if it flaps, of any number if the source guesses. */
    record LoginsBanned(
            PileNo pileNo,
            @Nullable Long tenantId,
            InetSocketAddress source,
            LoginRefusal reason,
            Instant until,
            Instant at)
            implements PileEvent {}

    record PileUnlocked(PileNo pileNo, Long tenantId, Instant at) implements PileEvent {}

    /** Misbehaviour that a person should see. */
    record SecurityNoticed(PileNo pileNo, @Nullable Long tenantId, String kind, String detail, Instant at)
            implements PileEvent {}

    /** A gun's state or plug is another one than before. */
    record GunChanged(
            GunId gun,
            Long tenantId,
            long stationId,
            GunState from,
            GunState to,
            @Nullable Boolean plugged,
            int faultBits,
            Instant at)
            implements PileEvent {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** A gun reports other hardware faults than before; both are the protocol's bits. */
    record FaultsChanged(GunId gun, Long tenantId, long stationId, int before, int after, Instant at)
            implements PileEvent {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** The pile holds the tariff it should hold. */
    record TariffConfirmed(PileNo pileNo, Long tenantId, long tariffVersionId, int modelNo, Instant at)
            implements PileEvent {}

    /** The pile said no to a tariff, or did not answer in all the attempts there are; next try at its next login. */
    record TariffNotTaken(PileNo pileNo, Long tenantId, int modelNo, boolean refused, Instant at)
            implements PileEvent {}

    /** An answer that nobody waited for any more; it completes nothing (invariants B6). */
    record AnswerCameLate(PileNo pileNo, Long tenantId, String command, Instant at) implements PileEvent {}

    /** An operation (操作) on a pile or one of its guns came a step further. {@code gunNo} is 0 for the whole pile. */
    record OperationMoved(
            PileNo pileNo,
            Long tenantId,
            long operationId,
            int gunNo,
            String kind,
            @Nullable String from,
            String to,
            @Nullable String reason,
            Instant at)
            implements PileEvent {}

    /** A parking lock told something new of itself. */
    record GroundLockChanged(PileReport.GroundLockReported report, Long tenantId, Instant at) implements PileEvent {
        @Override
        public PileNo pileNo() {
            return report.pileNo();
        }
    }

    /** What the pile's clock showed when it was set; positive if it is ahead of ours. */
    record ClockMeasured(PileNo pileNo, Long tenantId, Duration drift, Instant at) implements PileEvent {}

    /** The pile's clock was further from ours than is tolerated. */
    record ClockDrifted(PileNo pileNo, Long tenantId, Duration drift, Instant at) implements PileEvent {}
}
