package io.ohmgate.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.session.LoginPolicy.Older;
import io.ohmgate.gateway.session.LoginPolicy.Situation;
import io.ohmgate.gateway.session.LoginPolicy.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The table of invariants 4.1, row by row. */
class LoginPolicyTest {
    private static final Duration LATELY = Duration.ofSeconds(12);
    private static final Duration LONG_AGO = LATELY.plusNanos(1);
    private final LoginPolicy policy = new LoginPolicy(LATELY, 3);

    @Test
    void aPileNobodyKnowsYetIsAccepted() {
        assertThat(policy.decide(situation(Older.NONE, Duration.ZERO))).isEqualTo(new Verdict.Accept());
    }

    @Test
    void theSameConnectionAgainChangesNothing() {
        assertThat(policy.decide(situation(Older.SAME_CONNECTION, Duration.ZERO)))
                .isEqualTo(new Verdict.Renew());
    }

    @Test
    void theSameSourceReplacesAtOnceHoweverLivelyTheOlderIs() {
        assertThat(policy.decide(situation(Older.SAME_SOURCE, Duration.ZERO)))
                .isEqualTo(new Verdict.Replace(TakeoverRule.SAME_SOURCE, false));
    }

    @Test
    void theSameSourceIsNotRestrictedWhileItCharges() {
        assertThat(policy.decide(new Situation(false, Older.SAME_SOURCE, Duration.ZERO, false, true, 3)))
                .isEqualTo(new Verdict.Replace(TakeoverRule.SAME_SOURCE, false));
    }

    @Test
    void anotherSourceMustWaitUntilTheLivelyOlderWasAsked() {
        assertThat(policy.decide(situation(Older.OTHER_SOURCE, LATELY))).isEqualTo(new Verdict.Probe());
    }

    @Test
    void anotherSourceReplacesASilentOlder() {
        assertThat(policy.decide(situation(Older.OTHER_SOURCE, LONG_AGO)))
                .isEqualTo(new Verdict.Replace(TakeoverRule.OLDER_SILENT, false));
    }

    @Test
    void anotherSourceThatTakesOverARunningChargeIsRestricted() {
        assertThat(policy.decide(new Situation(false, Older.OTHER_SOURCE, LONG_AGO, false, true, 0)))
                .isEqualTo(new Verdict.Replace(TakeoverRule.OLDER_SILENT, true));
    }

    @Test
    void aThirdConnectionDuringAProbeIsRefused() {
        assertThat(policy.decide(new Situation(false, Older.OTHER_SOURCE, Duration.ZERO, true, false, 0)))
                .isEqualTo(new Verdict.Refuse(LoginRefusal.OTHER_SESSION_ALIVE));
    }

    @Test
    void anUnansweredProbeGivesTheNumberToTheNewer() {
        assertThat(policy.afterSilentProbe(situation(Older.OTHER_SOURCE, LONG_AGO)))
                .isEqualTo(new Verdict.Replace(TakeoverRule.PROBE_UNANSWERED, false));
    }

    @Test
    void theFourthTakeoverInAWhileLocksThePile() {
        assertThat(policy.decide(new Situation(false, Older.OTHER_SOURCE, LONG_AGO, false, false, 2)))
                .isInstanceOf(Verdict.Replace.class);
        assertThat(policy.decide(new Situation(false, Older.OTHER_SOURCE, LONG_AGO, false, false, 3)))
                .isEqualTo(new Verdict.Lock());
        assertThat(policy.afterSilentProbe(new Situation(false, Older.OTHER_SOURCE, LONG_AGO, false, false, 3)))
                .isEqualTo(new Verdict.Lock());
    }

    @Test
    void aLockedPileIsRefusedToEverybody() {
        for (Older older : Older.values()) {
            assertThat(policy.decide(new Situation(true, older, LONG_AGO, false, false, 0)))
                    .isEqualTo(new Verdict.Refuse(LoginRefusal.TOO_MANY_TAKEOVERS));
        }
    }

    private static Situation situation(Older older, Duration silentFor) {
        return new Situation(false, older, silentFor, false, false, 0);
    }
}
