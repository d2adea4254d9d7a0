package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;

/** From the pile to the platform (上行). Odd type codes; each names its pile. */
public sealed interface Uplink extends Message
        permits Login,
                Heartbeat,
                BillingVerify,
                BillingRequest,
                Realtime,
                BmsHandshake,
                BmsParams,
                ChargeEnd,
                BmsError,
                BmsAbort,
                ChargerAbort,
                BmsDemand,
                BmsInfo,
                PileStartRequest,
                RemoteStartReply,
                RemoteStopReply,
                BalanceUpdateReply,
                CardSyncReply,
                CardClearReply,
                CardQueryReply,
                WorkParamReply,
                TimeSyncReply,
                BillingSetReply,
                GroundLockReport,
                GroundLockReply,
                RebootReply,
                OtaReply,
                GunQrCodeReply,
                ParallelRequest,
                ParallelStartReply,
                QrPrefixReply,
                TradeReport {
    PileNo pileNo();
}
