package io.ohmgate.ykc.session;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.ykc.message.BalanceUpdate;
import io.ohmgate.ykc.message.BalanceUpdateReply;
import io.ohmgate.ykc.message.BillingModel;
import io.ohmgate.ykc.message.BillingSet;
import io.ohmgate.ykc.message.BillingSetReply;
import io.ohmgate.ykc.message.BmsAbort;
import io.ohmgate.ykc.message.BmsDemand;
import io.ohmgate.ykc.message.BmsError;
import io.ohmgate.ykc.message.BmsHandshake;
import io.ohmgate.ykc.message.BmsInfo;
import io.ohmgate.ykc.message.BmsParams;
import io.ohmgate.ykc.message.CardClear;
import io.ohmgate.ykc.message.CardClearReply;
import io.ohmgate.ykc.message.CardQuery;
import io.ohmgate.ykc.message.CardQueryReply;
import io.ohmgate.ykc.message.CardSyncReply;
import io.ohmgate.ykc.message.ChargeEnd;
import io.ohmgate.ykc.message.ChargerAbort;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.ParallelStartReply;
import io.ohmgate.ykc.message.RateSum;
import io.ohmgate.ykc.message.ReadRealtime;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.RemoteStopReply;
import io.ohmgate.ykc.message.TimeSync;
import io.ohmgate.ykc.message.TimeSyncReply;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.message.Uplink;
import java.net.InetSocketAddress;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between the book's words and the gateway's. Pure. */
final class Translator {
    static final String NO_MODEL = "0000";

    /** A raw temperature of 0 in standby means "not available", not −50 °C (reference 3.4). */
    private static final int RAW_ZERO_CELSIUS = -50;

    private Translator() {}

    static PileHello hello(Login login, InetSocketAddress source) {
        int version = Objects.requireNonNullElse(login.protocolVersion(), 0);
        return new PileHello(
                login.pileNo(),
                !Objects.equals(login.pileType(), Login.PILE_TYPE_AC),
                Objects.requireNonNullElse(login.gunCount(), 0),
                version / 10 + "." + version % 10,
                Objects.requireNonNullElse(login.softwareVersion(), ""),
                Objects.requireNonNullElse(login.simNo(), ""),
                source);
    }

    /** What a message tells the gateway; empty if it has no meaning there. */
    static Optional<PileReport> report(Uplink message) {
        return Optional.ofNullable(
                switch (message) {
                    case Realtime realtime -> gun(realtime);
                    case RemoteStartReply reply -> StartTranslator.answer(reply);
                    case RemoteStopReply reply -> stop(reply);
                    case BmsDemand demand -> BatteryTranslator.demand(demand);
                    case BmsInfo info -> BatteryTranslator.info(info);
                    case BmsHandshake handshake -> BatteryTranslator.handshake(handshake);
                    case BmsParams params -> BatteryTranslator.limits(params);
                    case ChargeEnd end -> BatteryTranslator.end(end);
                    case BmsError error -> BatteryTranslator.error(error);
                    case BmsAbort abort -> BatteryTranslator.abort(abort);
                    case ChargerAbort abort -> BatteryTranslator.abort(abort);
                    case BalanceUpdateReply reply ->
                        new PileReport.LimitAnswered(
                                reply.pileNo(), reply.accepted(), orElse(reply.updateResult(), -1));
                    case BillingSetReply reply ->
                        new PileReport.TariffAnswered(reply.pileNo(), isOne(reply.setResult()));
                    case TimeSyncReply reply -> new PileReport.ClockAnswered(reply.pileNo(), reply.currentTime());
                    case ParallelStartReply reply -> StartTranslator.answer(reply);
                    case CardSyncReply reply -> CardTranslator.stored(reply);
                    case CardClearReply reply -> CardTranslator.cleared(reply);
                    case CardQueryReply reply -> CardTranslator.found(reply);
                    default -> OperationTranslator.report(message);
                });
    }

    /** Empty for a heartbeat that names no gun: it speaks for the whole pile. */
    static Optional<PileReport> health(Heartbeat heartbeat) {
        if (heartbeat.gunNo() == 0 || heartbeat.gunState() == null) {
            return Optional.empty();
        }
        boolean faulty = heartbeat.gunState() != Heartbeat.NORMAL;
        return Optional.of(new PileReport.GunHealth(heartbeat.pileNo().gun(heartbeat.gunNo()), faulty));
    }

    private static PileReport gun(Realtime m) {
        GunState state = state(m.gunStatus());
        return new PileReport.GunReported(
                m.gun(),
                m.hasTrade() ? m.tradeNo() : null,
                state,
                yesNo(m.gunPlugged()),
                yesNo(m.gunHomed()),
                telemetry(m, state == GunState.CHARGING),
                orElse(m.hardwareFault(), 0));
    }

    private static Telemetry telemetry(Realtime m, boolean charging) {
        return new Telemetry(
                m.outputDeciVolts(),
                m.outputDeciAmperes(),
                celsius(m.gunCableCelsius(), charging),
                zeroIsUnknown(m.socPercent()),
                celsius(m.batteryMaxCelsius(), charging),
                m.chargedMinutes(),
                zeroIsUnknown(m.remainingMinutes()),
                m.chargedEnergy(),
                m.chargedAmount());
    }

    private static GunState state(@Nullable Integer gunStatus) {
        return switch (orElse(gunStatus, -1)) {
            case Realtime.OFFLINE -> GunState.OFFLINE;
            case Realtime.FAULT -> GunState.FAULT;
            case Realtime.IDLE -> GunState.IDLE;
            case Realtime.CHARGING -> GunState.CHARGING;
            default -> GunState.UNKNOWN;
        };
    }

    /** AC piles report 0, and so does everything before the vehicle has answered. */
    private static @Nullable Integer zeroIsUnknown(@Nullable Integer value) {
        return value == null || value == 0 ? null : value;
    }

    /** An AC pile has no battery to measure; nobody charges at −50 °C either. */
    private static @Nullable Integer celsius(@Nullable Integer value, boolean charging) {
        return value == null || !charging || value == RAW_ZERO_CELSIUS ? null : value;
    }

    private static PileReport stop(RemoteStopReply m) {
        int code = orElse(m.failReason(), 0);
        PileReport.StopAnswer answer;
        if (m.accepted()) {
            answer = PileReport.StopAnswer.ACCEPTED;
        } else {
            answer = switch (code) {
                case RemoteStopReply.NOT_CHARGING -> PileReport.StopAnswer.NOT_CHARGING;
                case RemoteStopReply.PILE_NUMBER_MISMATCH -> PileReport.StopAnswer.PILE_NUMBER_MISMATCH;
                default -> PileReport.StopAnswer.OTHER;
            };
        }
        return new PileReport.StopAnswered(m.gun(), answer, code);
    }

    static ChargeRecord record(TradeReport m) {
        boolean complete = m.rates().size() >= RateSum.LEVELS
                && m.totalEnergy() != null
                && m.totalAmount() != null
                && m.stopReason() != null;
        return new ChargeRecord(
                m.tradeNo(),
                m.gun(),
                m.startTime(),
                m.endTime(),
                periods(m.rates()),
                meter(m.meterStart()),
                meter(m.meterEnd()),
                Objects.requireNonNullElse(m.totalEnergy(), Energy.ZERO),
                Objects.requireNonNullElse(m.totalLossEnergy(), Energy.ZERO),
                Objects.requireNonNullElse(m.totalAmount(), Amount.ZERO),
                startedBy(m.tradeFlag()),
                orElse(m.stopReason(), 0),
                complete);
    }

    private static List<ChargeRecord.Period> periods(List<RateSum> rates) {
        List<ChargeRecord.Period> periods = new ArrayList<>(rates.size());
        PriceLevel[] levels = PriceLevel.values();
        for (int i = 0; i < rates.size(); i++) {
            RateSum sum = rates.get(i);
            periods.add(new ChargeRecord.Period(
                    i < levels.length ? levels[i] : null, sum.price(), sum.energy(), sum.lossEnergy(), sum.amount()));
        }
        return periods;
    }

    private static long meter(@Nullable Energy reading) {
        return reading == null ? 0 : reading.tenThousandthsKwh();
    }

    private static ChargeRecord.StartedBy startedBy(@Nullable Integer tradeFlag) {
        return switch (orElse(tradeFlag, 0)) {
            case TradeReport.BY_APP -> ChargeRecord.StartedBy.APP;
            case TradeReport.BY_CARD -> ChargeRecord.StartedBy.CARD;
            case TradeReport.BY_OFFLINE_CARD -> ChargeRecord.StartedBy.OFFLINE_CARD;
            case TradeReport.BY_VIN -> ChargeRecord.StartedBy.VIN;
            default -> ChargeRecord.StartedBy.UNKNOWN;
        };
    }

    static Downlink downlink(PileCommand command, ZoneId siteZone) {
        return switch (command) {
            case PileCommand.StartCharging c -> StartTranslator.start(c);
            case PileCommand.StopCharging c ->
                new RemoteStop(c.gun().pileNo(), c.gun().gunNo());
            case PileCommand.ReadGun c ->
                new ReadRealtime(c.gun().pileNo(), c.gun().gunNo());
            case PileCommand.SetLimit c ->
                new BalanceUpdate(c.gun().pileNo(), c.gun().gunNo(), CardFace.NONE.cardNo(), c.limit());
            case PileCommand.SetTariff c ->
                new BillingSet(
                        c.pileNo(),
                        modelNo(c.tariff()),
                        BillingModel.of(c.tariff().tariff()));
            case PileCommand.SetClock c -> new TimeSync(c.pileNo(), LocalDateTime.ofInstant(c.now(), siteZone));
            case PileCommand.SetWorkMode c -> OperationTranslator.downlink(c);
            case PileCommand.Reboot c -> OperationTranslator.downlink(c);
            case PileCommand.MoveGroundLock c -> OperationTranslator.downlink(c);
            case PileCommand.SetQrPrefix c -> OperationTranslator.downlink(c);
            case PileCommand.SetGunQr c -> OperationTranslator.downlink(c);
            case PileCommand.UpdateFirmware c -> OperationTranslator.downlink(c);
            case PileCommand.AcceptStart c -> StartTranslator.accepted(c);
            case PileCommand.RefuseStart c -> StartTranslator.refused(c);
            case PileCommand.StoreCards c -> CardTranslator.store(c);
            case PileCommand.ClearCards c -> CardClear.of(c.pileNo(), c.cardNos());
            case PileCommand.QueryCards c -> CardQuery.of(c.pileNo(), c.cardNos());
        };
    }

    static String modelNo(PileTariff tariff) {
        String digits = Integer.toString(tariff.modelNo());
        return NO_MODEL.substring(digits.length()) + digits;
    }

    private static @Nullable Boolean yesNo(@Nullable Integer value) {
        if (value == null || value > 1) {
            return null;
        }
        return value == 1;
    }

    private static boolean isOne(@Nullable Integer value) {
        return value != null && value == 1;
    }

    static int orElse(@Nullable Integer value, int other) {
        return value == null ? other : value;
    }
}
