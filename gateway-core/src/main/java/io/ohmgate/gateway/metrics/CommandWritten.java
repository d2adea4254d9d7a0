package io.ohmgate.gateway.metrics;

import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.SessionId;

/** A command's frame went to the pile's socket, after whatever it had to wait for. */
public record CommandWritten(SessionId session, PileCommand command) {}
