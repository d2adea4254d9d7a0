package io.ohmgate.api.ws;

import io.ohmgate.api.push.Callers;
import io.ohmgate.api.push.TopicAccess;
import io.ohmgate.gateway.live.EventHub;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import tools.jackson.databind.json.JsonMapper;

/** What all sockets share. {@code nanos} is monotonic. */
record SocketParts(
        Callers callers,
        TopicAccess access,
        EventHub hub,
        TopicViews views,
        Sockets sockets,
        JsonMapper json,
        InstantSource clock,
        LongSupplier nanos,
        SocketLimits limits) {}
