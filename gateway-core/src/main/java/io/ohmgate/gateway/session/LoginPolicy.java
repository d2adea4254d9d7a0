package io.ohmgate.gateway.session;

import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import java.time.Duration;

/**
 * Who may be the pile when two connections say they are (invariants 4.1). Pure: no clock, no connection.
 *
 * <pre>
 *   locked                                        refuse
 *   no older session                              accept
 *   the same connection again                     renew
 *   same address and SIM                          replace the older one at once
 *   other source, a probe is already running      refuse
 *   other source, older one heard from lately     probe the older one; if it answers, refuse
 *   other source, older one silent                replace; restricted for a while if a charge runs
 *   other source, older one gone, its order runs  the same
 *   the same, but too many takeovers lately       lock
 * </pre>
 *
 * The same source also counts the SIM number, since a carrier's address translation puts many piles behind one address.
 */
record LoginPolicy(Duration aliveWithin, int takeoversMax) {
    Verdict decide(Situation now) {
        if (now.locked()) {
            return new Verdict.Refuse(LoginRefusal.TOO_MANY_TAKEOVERS);
        }
        return switch (now.older()) {
            case NONE -> new Verdict.Accept();
            case SAME_CONNECTION -> new Verdict.Renew();
            case SAME_SOURCE -> new Verdict.Replace(TakeoverRule.SAME_SOURCE, false);
            case OTHER_SOURCE -> againstAnother(now);
            case LEFT_CHARGING -> takeOver(now, TakeoverRule.OLDER_SILENT);
        };
    }

    /** The older session was on another node and gave way there by this rule. */
    Verdict afterElsewhere(Situation now, TakeoverRule rule) {
        if (now.locked()) {
            return new Verdict.Refuse(LoginRefusal.TOO_MANY_TAKEOVERS);
        }
        return rule == TakeoverRule.SAME_SOURCE ? new Verdict.Replace(rule, false) : takeOver(now, rule);
    }

    /** The older session was asked and did not answer in time. */
    Verdict afterSilentProbe(Situation now) {
        return takeOver(now, TakeoverRule.PROBE_UNANSWERED);
    }

    private Verdict againstAnother(Situation now) {
        if (now.probing()) {
            return new Verdict.Refuse(LoginRefusal.OTHER_SESSION_ALIVE);
        }
        return now.olderSilentFor().compareTo(aliveWithin) <= 0
                ? new Verdict.Probe()
                : takeOver(now, TakeoverRule.OLDER_SILENT);
    }

    private Verdict takeOver(Situation now, TakeoverRule rule) {
        return now.recentTakeovers() >= takeoversMax ? new Verdict.Lock() : new Verdict.Replace(rule, now.charging());
    }

    /** What is known when a login arrives. {@code recentTakeovers} are those by other sources within the window. */
    record Situation(
            boolean locked,
            Older older,
            Duration olderSilentFor,
            boolean probing,
            boolean charging,
            int recentTakeovers) {}

    enum Older {
        NONE,
        SAME_CONNECTION,
        SAME_SOURCE,
        OTHER_SOURCE,
        /** Another source; its connection is gone, but its order still runs, so it may be the true pile. */
        LEFT_CHARGING
    }

    sealed interface Verdict {
        record Accept() implements Verdict {}

        record Renew() implements Verdict {}

        /** {@code restricted}: for a while the new session hears no start and no tariff. */
        record Replace(TakeoverRule rule, boolean restricted) implements Verdict {}

        record Probe() implements Verdict {}

        record Refuse(LoginRefusal reason) implements Verdict {}

        /** Refuse, end the older session too, and let nobody in until a person decides. */
        record Lock() implements Verdict {}
    }
}
