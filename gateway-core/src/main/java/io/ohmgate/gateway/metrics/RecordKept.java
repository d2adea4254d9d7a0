package io.ohmgate.gateway.metrics;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;

/** A record was committed, and its pile is told so. */
public record RecordKept(TradeNo tradeNo, GunId gun, Instant receivedAt, Instant at) {}
