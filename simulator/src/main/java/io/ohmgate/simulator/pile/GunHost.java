package io.ohmgate.simulator.pile;

import io.ohmgate.ykc.message.TradeRecord;
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

    /** Said if the pile is logged in, else lost. */
    void say(Uplink message);

    void reply(Uplink message, int sequence);

    /** Keeps a record, and sends it if it can. */
    void keep(TradeRecord trade, Instant now);

    void chargeStarted();

    void reconnect(Instant now);
}
