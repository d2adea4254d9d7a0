package io.ohmgate.simulator.pile;

import io.ohmgate.ykc.message.AtGun;
import io.ohmgate.ykc.message.BalanceUpdate;
import io.ohmgate.ykc.message.BalanceUpdateReply;
import io.ohmgate.ykc.message.BillingReply;
import io.ohmgate.ykc.message.BillingSet;
import io.ohmgate.ykc.message.BillingSetReply;
import io.ohmgate.ykc.message.BillingVerifyAck;
import io.ohmgate.ykc.message.CardClear;
import io.ohmgate.ykc.message.CardQuery;
import io.ohmgate.ykc.message.CardSync;
import io.ohmgate.ykc.message.CardSyncReply;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.GroundLockCommand;
import io.ohmgate.ykc.message.GroundLockReply;
import io.ohmgate.ykc.message.GunQrCode;
import io.ohmgate.ykc.message.GunQrCodeReply;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.Ota;
import io.ohmgate.ykc.message.ParallelConfirm;
import io.ohmgate.ykc.message.ParallelStart;
import io.ohmgate.ykc.message.ParallelStartReply;
import io.ohmgate.ykc.message.PileStartReply;
import io.ohmgate.ykc.message.PilelessGunQrCode;
import io.ohmgate.ykc.message.QrPrefix;
import io.ohmgate.ykc.message.QrPrefixReply;
import io.ohmgate.ykc.message.ReadRealtime;
import io.ohmgate.ykc.message.Reboot;
import io.ohmgate.ykc.message.RebootReply;
import io.ohmgate.ykc.message.RemoteStart;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.RemoteStopReply;
import io.ohmgate.ykc.message.TimeSync;
import io.ohmgate.ykc.message.TimeSyncReply;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.message.WorkParam;
import io.ohmgate.ykc.message.WorkParamReply;
import java.time.Instant;

/** What a pile does about each thing its platform says. */
final class Hearing {
    private static final int FAILURE = 0;
    private static final int QR_PREFIX_OK = 0;
    private static final int QR_PREFIX_OK_INVERTED = 1;

    private final SimulatedPile pile;

    Hearing(SimulatedPile pile) {
        this.pile = pile;
    }

    void hear(Downlink message, int sequence, Instant now) {
        switch (message) {
            case LoginAck ack -> pile.conversation().on(ack, now);
            case HeartbeatAck ack -> pile.conversation().heartbeatAnswered();
            case BillingVerifyAck ack -> pile.conversation().on(ack, now);
            case BillingReply reply -> pile.store(reply.billingModelNo(), reply.model(), now);
            case TradeConfirm confirm ->
                pile.records()
                        .confirm(
                                confirm.tradeNo(),
                                confirm.confirmResult() == null ? TradeConfirm.RECEIVED : confirm.confirmResult());
            case RemoteStart start -> {
                if (isMine(start)) {
                    pile.gun(start.gunNo()).on(start, sequence, now);
                } else {
                    pile.reply(notMine(start), sequence);
                }
            }
            case RemoteStop stop -> {
                if (isMine(stop)) {
                    pile.gun(stop.gunNo()).on(stop, sequence, now);
                } else {
                    pile.reply(notMine(stop), sequence);
                }
            }
            case BalanceUpdate update -> {
                if (isMine(update)) {
                    pile.gun(update.gunNo()).on(update, sequence);
                } else {
                    pile.reply(notMine(update), sequence);
                }
            }
            case ReadRealtime read -> {
                if (isMine(read)) {
                    pile.gun(read.gunNo()).on(read, sequence, now);
                }
            }
            case PileStartReply reply -> {
                if (isMine(reply)) {
                    pile.gun(reply.gunNo()).on(reply, now);
                }
            }
            case ParallelStart start -> hear(start, sequence, now);
            case ParallelConfirm confirm -> {
                if (isMine(confirm)) {
                    pile.parallel().on(confirm, now);
                }
            }
            case BillingSet set -> operate(set, sequence, now);
            case TimeSync sync -> operate(sync, sequence, now);
            case WorkParam param -> operate(param, sequence, now);
            case Reboot reboot -> operate(reboot, sequence, now);
            case Ota ota -> operate(ota, sequence, now);
            case CardSync sync -> operate(sync, sequence, now);
            case CardClear clear -> operate(clear, sequence, now);
            case CardQuery query -> operate(query, sequence, now);
            case GroundLockCommand command -> operate(command, sequence, now);
            case QrPrefix prefix -> operate(prefix, sequence, now);
            case GunQrCode code -> operate(code, sequence, now);
            case PilelessGunQrCode code -> operate(code, sequence, now);
        }
    }

    private void hear(ParallelStart start, int sequence, Instant now) {
        boolean knows = pile.behaviour().get(Quirks.PROTOCOL_VERSION).knowsParallel();
        if (!knows) {
            return; // A pile of V1.5 does not know the type.
        }
        if (isMine(start)) {
            pile.parallel().on(start, sequence, now);
            return;
        }
        int reason = start.pileNo().equals(pile.pileNo())
                ? RemoteStartReply.PILE_FAULT
                : RemoteStartReply.PILE_NUMBER_MISMATCH;
        pile.reply(
                new ParallelStartReply(
                        start.tradeNo(), pile.pileNo(), start.gunNo(), FAILURE, reason, 0, start.parallelNo()),
                sequence);
    }

    // Operators' commands

    private void operate(Downlink command, int sequence, Instant now) {
        if (pile.behaviour().is(Quirks.IGNORE_COMMANDS)) {
            return;
        }
        boolean willing = !pile.behaviour().is(Quirks.REFUSE_COMMANDS);
        switch (command) {
            case BillingSet set -> {
                boolean stored = willing && pile.store(set.billingModelNo(), set.model(), now);
                pile.reply(new BillingSetReply(pile.pileNo(), stored ? BillingSetReply.SUCCESS : FAILURE), sequence);
            }
            case TimeSync sync -> {
                if (willing && sync.currentTime() != null && !pile.behaviour().is(Quirks.IGNORE_TIME_SYNC)) {
                    pile.setClock(sync.currentTime(), now);
                }
                pile.reply(new TimeSyncReply(pile.pileNo(), pile.time(now)), sequence);
            }
            case WorkParam param -> {
                boolean set = willing && pile.maintenance().set(param);
                pile.reply(new WorkParamReply(pile.pileNo(), set ? WorkParamReply.SUCCESS : FAILURE), sequence);
            }
            case Reboot reboot -> {
                pile.reply(new RebootReply(pile.pileNo(), willing ? RebootReply.SUCCESS : FAILURE), sequence);
                if (willing && pile.maintenance().reboot(reboot)) {
                    pile.reboot(now);
                }
            }
            case Ota ota -> {
                if (willing) {
                    pile.maintenance().update(ota, pile.allIdle(), now);
                }
            }
            case CardSync sync ->
                pile.reply(willing ? pile.cards().on(sync) : new CardSyncReply(pile.pileNo(), FAILURE, 1), sequence);
            case CardClear clear -> pile.reply(pile.cards().on(clear), sequence);
            case CardQuery query -> pile.reply(pile.cards().on(query), sequence);
            case GroundLockCommand lock -> pile.reply(moved(lock, willing, now), sequence);
            case QrPrefix prefix -> pile.reply(stored(prefix), sequence);
            case GunQrCode code -> {
                if (isMine(code)) {
                    pile.reply(stored(code.gunNo(), code.url(), willing), sequence);
                }
            }
            case PilelessGunQrCode code -> {
                if (code.gunNo() >= 1 && code.gunNo() <= pile.spec().guns()) {
                    pile.reply(stored(code.gunNo(), code.url(), willing), sequence);
                }
            }
            default -> throw new IllegalStateException("no command of an operator: " + command.type());
        }
    }

    private GroundLockReply moved(GroundLockCommand command, boolean willing, Instant now) {
        GroundLock lock = willing && isMine(command) ? pile.groundLock(command.gunNo()) : null;
        return lock == null
                ? new GroundLockReply(pile.pileNo(), command.gunNo(), FAILURE, "00000000")
                : lock.on(command, now);
    }

    private QrPrefixReply stored(QrPrefix prefix) {
        for (int gunNo = 1; gunNo <= pile.spec().guns(); gunNo++) {
            boolean withGun = Integer.valueOf(1).equals(prefix.qrFormat());
            String number =
                    withGun ? pile.pileNo().gun(gunNo).digits() : pile.pileNo().digits();
            pile.showQrCode(gunNo, (prefix.qrPrefix() == null ? "" : prefix.qrPrefix()) + number);
        }
        boolean inverted = pile.behaviour().is(Quirks.QR_RESULT_INVERTED);
        return new QrPrefixReply(pile.pileNo(), inverted ? QR_PREFIX_OK_INVERTED : QR_PREFIX_OK);
    }

    private GunQrCodeReply stored(int gunNo, @org.jspecify.annotations.Nullable String url, boolean willing) {
        if (willing && url != null) {
            pile.showQrCode(gunNo, url);
        }
        return new GunQrCodeReply(pile.pileNo(), gunNo, willing && url != null ? GunQrCodeReply.SUCCESS : FAILURE);
    }

    // For another

    private boolean isMine(AtGun message) {
        return message.pileNo().equals(pile.pileNo())
                && message.gunNo() >= 1
                && message.gunNo() <= pile.spec().guns();
    }

    private RemoteStartReply notMine(RemoteStart start) {
        int reason = start.pileNo().equals(pile.pileNo())
                ? RemoteStartReply.PILE_FAULT
                : RemoteStartReply.PILE_NUMBER_MISMATCH;
        return new RemoteStartReply(start.tradeNo(), pile.pileNo(), start.gunNo(), FAILURE, reason);
    }

    private RemoteStopReply notMine(RemoteStop stop) {
        int reason = stop.pileNo().equals(pile.pileNo())
                ? RemoteStopReply.NOT_CHARGING
                : RemoteStopReply.PILE_NUMBER_MISMATCH;
        return new RemoteStopReply(pile.pileNo(), stop.gunNo(), FAILURE, reason);
    }

    private BalanceUpdateReply notMine(BalanceUpdate update) {
        int result = update.pileNo().equals(pile.pileNo())
                ? BalanceUpdateReply.CARD_NUMBER_WRONG
                : BalanceUpdateReply.PILE_NUMBER_WRONG;
        return new BalanceUpdateReply(pile.pileNo(), update.physicalCardNo(), result);
    }
}
