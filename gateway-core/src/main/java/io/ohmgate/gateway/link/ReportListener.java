package io.ohmgate.gateway.link;

/** Hears what current sessions report. Must return at once; called on event loops. */
@FunctionalInterface
public interface ReportListener {
    void reported(SessionId session, PileReport report);
}
