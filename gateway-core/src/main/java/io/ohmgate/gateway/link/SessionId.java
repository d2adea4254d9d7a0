package io.ohmgate.gateway.link;

import io.ohmgate.gateway.pile.PileNo;

/** One login of one pile. The epoch grows with every login of the pile, so an old session can be told from the new. */
public record SessionId(PileNo pileNo, long epoch) {}
