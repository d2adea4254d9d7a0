package io.ohmgate.gateway.record;

import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;

/** A record as it came in, with when and where: the evidence to keep (invariants A13). */
public record IncomingRecord(RawRecord raw, ContentHash hash, Instant receivedAt, SessionId session, String node) {
    public static IncomingRecord of(RawRecord raw, Instant receivedAt, SessionId session, String node) {
        return new IncomingRecord(raw, ContentHash.of(raw.content()), receivedAt, session, node);
    }

    public TradeNo tradeNo() {
        return raw.fields().tradeNo();
    }
}
