package io.ohmgate.api.nodes;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to the REST interface on its way to the node that holds the pile, and the answer on its way back. */
final class ForwardedCall {
    private ForwardedCall() {}

    /** {@code uri} is the path with its query, {@code client} the address that the caller came from. */
    @SuppressWarnings("ArrayRecordComponent") // a body is passed on, never compared
    record Asked(
            String method,
            String uri,
            Map<String, List<String>> headers,
            @Nullable String client,
            byte[] body) {}

    @SuppressWarnings("ArrayRecordComponent") // a body is passed on, never compared
    record Answered(int status, Map<String, List<String>> headers, byte[] body) {}
}
