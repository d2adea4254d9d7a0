package io.ohmgate.api.rsocket;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.live.TopicData;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderRef;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What happened, by name, and to whom. What a kind of event has no word for is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventData(
        String event,
        @Nullable String pileNo,
        @Nullable String gunId,
        @Nullable Long stationId,
        @Nullable String orderId,
        @Nullable String tradeNo,
        @Nullable String from,
        @Nullable String to,
        @Nullable String reason,
        @Nullable Long payableFen) {
    static EventData of(TopicData data) {
        return switch (data) {
            case TopicData.PileHappened happened -> of(happened.event());
            case TopicData.OrderHappened happened -> of(happened.notice());
            case TopicData.EventsMissed missed -> named(missed);
            case TopicData.GunView other -> named(other);
            case TopicData.StationView other -> named(other);
            case TopicData.OrderView other -> named(other);
        };
    }

    private static EventData of(PileEvent event) {
        return switch (event) {
            case PileEvent.PileLoggedIn login ->
                pile(login, login.stationId(), null, null, login.hello().protocolVersion());
            case PileEvent.LoginRefused refused ->
                pile(refused, null, null, null, refused.reason().name());
            case PileEvent.PileDisconnected over ->
                pile(over, null, null, null, over.reason().name());
            case PileEvent.PileCameOnline online -> pile(online, online.stationId(), null, null, null);
            case PileEvent.PileWentOffline offline -> pile(offline, offline.stationId(), null, null, null);
            case PileEvent.TakeoverHappened takeover ->
                pile(takeover, null, null, null, takeover.rule().name());
            case PileEvent.PileLocked locked -> pile(locked, null, null, null, null);
            case PileEvent.PileUnlocked unlocked -> pile(unlocked, null, null, null, null);
            case PileEvent.BindingLearnt learnt -> pile(learnt, null, null, null, null);
            case PileEvent.BindingDiffered differed ->
                pile(differed, null, null, null, differed.trust().name());
            case PileEvent.LoginsBanned banned ->
                pile(banned, null, null, null, banned.reason().name());
            case PileEvent.SecurityNoticed noticed -> pile(noticed, null, null, null, noticed.kind());
            case PileEvent.GunChanged gun ->
                new EventData(
                        name(gun),
                        gun.pileNo().digits(),
                        gun.gun().digits(),
                        gun.stationId(),
                        null,
                        null,
                        gun.from().name(),
                        gun.to().name(),
                        null,
                        null);
            case PileEvent.FaultsChanged faults ->
                new EventData(
                        name(faults),
                        faults.pileNo().digits(),
                        faults.gun().digits(),
                        faults.stationId(),
                        null,
                        null,
                        Integer.toHexString(faults.before()),
                        Integer.toHexString(faults.after()),
                        null,
                        null);
            case PileEvent.TariffConfirmed confirmed -> pile(confirmed, null, null, null, null);
            case PileEvent.TariffNotTaken refused ->
                pile(refused, null, null, null, refused.refused() ? "REFUSED" : "NO_ANSWER");
            case PileEvent.AnswerCameLate late -> pile(late, null, null, null, late.command());
            case PileEvent.ClockDrifted drifted ->
                pile(drifted, null, null, null, drifted.drift().toString());
            case PileEvent.ClockMeasured measured ->
                pile(measured, null, null, null, measured.drift().toString());
            case PileEvent.OperationMoved moved -> pile(moved, null, moved.from(), moved.to(), moved.kind());
            case PileEvent.GroundLockChanged lock ->
                pile(
                        lock,
                        null,
                        null,
                        lock.report().position().name(),
                        lock.report().alarm().name());
        };
    }

    private static EventData pile(
            PileEvent event,
            @Nullable Long stationId,
            @Nullable String from,
            @Nullable String to,
            @Nullable String reason) {
        return new EventData(name(event), event.pileNo().digits(), null, stationId, null, null, from, to, reason, null);
    }

    private static EventData of(OrderNotice notice) {
        return switch (notice) {
            case OrderNotice.OrderOpened opened -> order(opened, opened.order(), null, null, null, null);
            case OrderNotice.OrderMoved moved ->
                order(moved, moved.order(), moved.from().name(), moved.to().name(), null, null);
            case OrderNotice.StopWentUnconfirmed stop -> order(stop, stop.order(), null, null, null, null);
            case OrderNotice.RecordWentMissing missing -> order(missing, missing.order(), null, null, null, null);
            case OrderNotice.LimitRaised raised ->
                order(raised, raised.order(), null, null, null, raised.limit().fen());
            case OrderNotice.ChargeBilled billed ->
                order(billed, billed.order(), null, null, null, billed.payable().fen());
            case OrderNotice.BillHeld held -> order(held, held.order(), null, null, held.reason(), null);
            case OrderNotice.OrphanOpened orphan -> order(orphan, orphan.order(), null, null, null, null);
            case OrderNotice.BillCorrected corrected ->
                order(
                        corrected,
                        corrected.order(),
                        null,
                        null,
                        null,
                        corrected.payable().fen());
            case OrderNotice.OrderDecided decided ->
                order(
                        decided,
                        decided.order(),
                        null,
                        null,
                        decided.kind(),
                        decided.payable().fen());
            case OrderNotice.ChargeWentSilent silent -> order(silent, silent.order(), null, null, null, null);
            case OrderNotice.SerialOnOtherGun swapped ->
                order(swapped, swapped.order(), null, null, swapped.seenOn().digits(), null);
            case OrderNotice.ReadingNotBelieved odd -> order(odd, odd.order(), null, null, odd.what(), null);
            case OrderNotice.OrphanCharging orphan -> order(orphan, orphan.order(), null, null, null, null);
            case OrderNotice.RecordQuarantined quarantined -> named(quarantined);
            case OrderNotice.EnergyWithoutOrder energy -> named(energy);
        };
    }

    private static EventData order(
            OrderNotice notice,
            OrderRef order,
            @Nullable String from,
            @Nullable String to,
            @Nullable String reason,
            @Nullable Long payableFen) {
        return new EventData(
                name(notice),
                order.gun().pileNo().digits(),
                order.gun().digits(),
                order.stationId(),
                order.orderId().text(),
                order.tradeNo().digits(),
                from,
                to,
                reason,
                payableFen);
    }

    private static EventData named(Object event) {
        return new EventData(name(event), null, null, null, null, null, null, null, null, null);
    }

    /** ORDER_MOVED for OrderMoved. */
    private static String name(Object event) {
        return event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toUpperCase(Locale.ROOT);
    }
}
