package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x33 远程启机命令回复. Answers 0x34, perhaps twice: "not plugged" first, success within 60 s. */
public record RemoteStartReply(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable Integer startResult,
        @Nullable Integer failReason) implements Uplink, AtGun {
    public static final Codec<RemoteStartReply> CODEC = Codec.of(
            26,
            in -> new RemoteStartReply(
                    in.tradeNo(), in.pileNo(), in.gunNo(), in.u8("startResult"), in.u8("failReason")),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .u8(m.startResult)
                    .u8(m.failReason));

    public static final int SUCCESS = 1;

    public boolean accepted() {
        return startResult != null && startResult == SUCCESS;
    }

    public static final int PILE_NUMBER_MISMATCH = 1;
    public static final int ALREADY_CHARGING = 2;
    public static final int PILE_FAULT = 3;
    public static final int PILE_OFFLINE = 4;
    public static final int NOT_PLUGGED = 5;
}
