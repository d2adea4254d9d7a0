package io.ohmgate.gateway.order;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that an order's story is told under, from the tap to the ledger: the id of the trace and of the span that
 * began it, in the form of the W3C's Trace Context. It is kept with the order, so that whatever happens to it, hours later
 * and on whichever node, belongs to the same trace (invariants 6.3).
 */
public record OrderTrace(String traceId, String spanId) {
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
    private static final Pattern PARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");
    private static final HexFormat HEX = HexFormat.of();

    /** @throws IllegalArgumentException if one of them is no id */
    public OrderTrace {
        if (!TRACE_ID.matcher(traceId).matches() || !SPAN_ID.matcher(spanId).matches()) {
            throw new IllegalArgumentException("not the ids of a trace and a span");
        }
    }

    /** A trace that nobody has begun elsewhere. */
    public static OrderTrace fresh(RandomGenerator random) {
        // All zeros is no id; the lowest bit is given away for it.
        String trace = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1);
        return new OrderTrace(trace, HEX.toHexDigits(random.nextLong() | 1));
    }

    /** Reads the header {@code traceparent}; empty if it is none, for a caller's mistake there is no reason to refuse. */
    public static Optional<OrderTrace> parse(String traceparent) {
        Matcher parts = PARENT.matcher(traceparent);
        if (!parts.matches()
                || !TRACE_ID.matcher(parts.group(1)).matches()
                || !SPAN_ID.matcher(parts.group(2)).matches()) {
            return Optional.empty();
        }
        return Optional.of(new OrderTrace(parts.group(1), parts.group(2)));
    }
}
