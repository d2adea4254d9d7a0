package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.message.Uplink;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a gun has from the pile it hangs on. */
interface GunHost {
    PileSpec spec();

    Behaviour behaviour();

    RandomGenerator random();

    LocalDateTime time(Instant now);

    /** The model to start with; null if there is none, or the platform has said that it is outdated. */
    @Nullable
    TariffModel modelToStartWith();

    boolean loggedIn();

    /** Whether idle guns report by themselves. */
    boolean online();

    /** Whether new starts are forbidden, by 0x52 or while firmware is written. */
    boolean locked();

    /** What a gun may give now: its rating, or its share of a derated pile. */
    int offeredWatts();

    boolean knowsOfflineCard(String physicalCardNo);

    /** A serial made here, because the platform is not there to make one. */
    TradeNo ownSerial(GunId gunId, Instant now);

    /** Said if the pile is logged in, else lost. */
    void say(Uplink message);

    void reply(Uplink message, int sequence);

    void storeReport(Realtime report, int most);

    /** Keeps a record, and sends it if it can. */
    void keep(TradeReport trade, Instant now);

    void chargeStarted();

    void reconnect(Instant now);

    void losePower(Instant now);
}
