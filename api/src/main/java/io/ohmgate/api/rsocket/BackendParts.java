package io.ohmgate.api.rsocket;

import io.ohmgate.api.push.Callers;
import io.ohmgate.api.push.Seats;
import io.ohmgate.gateway.live.EventHub;
import tools.jackson.databind.json.JsonMapper;

/** What all connections of back ends share. */
record BackendParts(
        Callers callers, EventHub hub, OrderCommands commands, JsonMapper json, Seats seats, BackendLimits limits) {}
