package io.ohmgate.ykc.session;

import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.message.AtGun;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.TradeReport;
import java.util.Optional;

/** What a phase wants done. A receiver and not a list, so that a heartbeat allocates nothing for it. */
interface Effects {
    /** Answers the frame at hand: its sequence bytes are repeated. */
    void reply(Downlink message);

    /** Asks the gateway; the verdict comes back to {@link Phase#judged}. */
    void judge(Login login);

    void heard(SessionId session);

    void report(SessionId session, PileReport report);

    /** The record at hand is to be kept with its bytes, and confirmed once it is. */
    void keep(SessionId session, TradeReport record);

    /** A start at the pile: the answer comes later and repeats the sequence of the frame at hand. */
    void remember(AtGun request);

    Optional<PileTariff> tariffOf(PileNo pileNo);

    void count(Oddity oddity);

    void foreign(SessionId session, PileNo claimed);

    /** The record at hand names a pile that is not logged in here; {@code session} is one that is. */
    void keepForeign(SessionId session, TradeReport record);

    void close(CloseReason reason);

    /** Closes when what was written had time to be read. */
    void closeSoon(CloseReason reason);
}
