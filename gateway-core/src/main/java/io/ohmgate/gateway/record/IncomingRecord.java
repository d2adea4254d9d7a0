package io.ohmgate.gateway.record;

import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.TradeNo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came in, with when and where: the evidence to keep (invariants A13). {@code heldBecause} is why it is
 * kept in quarantine for a person and settles nothing by itself, at most 191 characters; null for every usual record.
 */
public record IncomingRecord(
        RawRecord raw,
        ContentHash hash,
        Instant receivedAt,
        SessionId session,
        String node,
        @Nullable String heldBecause) {
    public static IncomingRecord of(RawRecord raw, Instant receivedAt, SessionId session, String node) {
        return new IncomingRecord(raw, ContentHash.of(raw.content()), receivedAt, session, node, null);
    }

    /**
     * The same, kept for a person. Its key is another one than that of the same record without the doubt: should the
     * true one come later, it is not taken for a repetition of this and settles.
     */
    public static IncomingRecord held(
            RawRecord raw, Instant receivedAt, SessionId session, String node, String because) {
        byte[] content = raw.content();
        byte[] doubt = ("held:" + session.pileNo() + ":" + because).getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(content, content.length + doubt.length);
        System.arraycopy(doubt, 0, both, content.length, doubt.length);
        return new IncomingRecord(raw, ContentHash.of(both), receivedAt, session, node, because);
    }

    public TradeNo tradeNo() {
        return raw.fields().tradeNo();
    }
}
