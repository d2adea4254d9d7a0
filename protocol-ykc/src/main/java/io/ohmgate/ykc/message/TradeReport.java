package io.ohmgate.ykc.message;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a charge came to (交易记录), in the layout of any version. Answered by {@link TradeConfirm}. */
public sealed interface TradeReport extends Uplink, AtGun permits TradeRecord, TradeRecordV17, TradeRecordV14 {
    TradeNo tradeNo();

    @Nullable
    LocalDateTime startTime();

    @Nullable
    LocalDateTime endTime();

    /** Sharp, peak, flat, valley, and perhaps deep valley; only the complete ones. */
    List<RateSum> rates();

    @Nullable
    Energy meterStart();

    @Nullable
    Energy meterEnd();

    @Nullable
    Energy totalEnergy();

    @Nullable
    Energy totalLossEnergy();

    @Nullable
    Amount totalAmount();

    @Nullable
    String vin();

    /** How the charge was started: {@link #BY_APP} and so on; other values occur. */
    @Nullable
    Integer tradeFlag();

    @Nullable
    LocalDateTime tradeTime();

    @Nullable
    Integer stopReason();

    @Nullable
    String physicalCardNo();

    int BY_APP = 1;
    int BY_CARD = 2;
    int BY_OFFLINE_CARD = 4;
    int BY_VIN = 5;
}
