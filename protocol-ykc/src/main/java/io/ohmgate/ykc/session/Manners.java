package io.ohmgate.ykc.session;

import io.ohmgate.gateway.link.PileGateway;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileReport.Asked;
import io.ohmgate.gateway.link.PileReport.CommandAnswered;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.dialect.DialectOption;
import io.ohmgate.ykc.message.BalanceUpdate;
import io.ohmgate.ykc.message.Downlink;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to each pile as it understands, by the options that staff switched on for it. Asked anew each time: it is a look
 * into a map, rarely needed, and a change holds at once.
 */
record Manners(PileGateway gateway) {
    boolean has(@Nullable PileNo pileNo, DialectOption option) {
        return pileNo != null && option.isIn(gateway.dialectOf(pileNo));
    }

    Downlink said(PileNo pileNo, Downlink message) {
        return message instanceof BalanceUpdate update && has(pileNo, DialectOption.BALANCE_UPDATE_V15)
                ? update.ofV15()
                : message;
    }

    /** Vendors disagree what 0xF1 says, so it counts as "received" unless somebody knows this pile's meaning. */
    PileReport meant(PileReport report) {
        return report instanceof CommandAnswered answer
                        && answer.asked() == Asked.QR_PREFIX
                        && has(answer.pileNo(), DialectOption.QR_RESULT_REVERSED)
                ? new CommandAnswered(
                        answer.pileNo(), answer.gunNo(), answer.asked(), answer.code() == 1, answer.code())
                : report;
    }
}
