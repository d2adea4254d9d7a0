package io.ohmgate.ykc.message;

/** From the platform to the pile (下行). Even type codes. */
public sealed interface Downlink extends Message
        permits LoginAck,
                HeartbeatAck,
                BillingVerifyAck,
                BillingReply,
                ReadRealtime,
                PileStartReply,
                RemoteStart,
                RemoteStop,
                TradeConfirm,
                BalanceUpdate,
                CardSync,
                CardClear,
                CardQuery,
                WorkParam,
                TimeSync,
                BillingSet,
                GroundLockCommand,
                Reboot,
                Ota,
                PilelessGunQrCode,
                GunQrCode,
                ParallelConfirm,
                ParallelStart,
                QrPrefix {}
