package io.ohmgate.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvent.BindingDiffered;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.SourceRange;
import io.ohmgate.gateway.trust.Standing;
import io.ohmgate.gateway.trust.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levels of trust, bindings and bans, by the table of invariants 4.1. */
class TrustTest {
    private static final PileNo PILE = SessionStage.PILE;
    private final SessionStage stage = new SessionStage();
    private final SessionStage.Device pile = stage.device("10.1.2.3", "8986001");
    private final SessionStage.Device elsewhere = stage.device("10.77.0.1", "8986002");

    private Trust trust() {
        return Objects.requireNonNull(stage.sessions.statusOf(PILE).trust());
    }

    @Test
    void theFirstLoginBindsThePileToItsLineAndIsShown() {
        pile.dials();
        assertThat(trust()).isEqualTo(Trust.BOUND);
        assertThat(stage.told(PileEvent.BindingLearnt.class))
                .singleElement()
                .satisfies(learnt -> assertThat(learnt.binding())
                        .isEqualTo(new Binding(SourceRange.parse("10.1.2.0/24"), "8986001", false)));
        assertThat(stage.told(BindingDiffered.class)).isEmpty();
    }

    @Test
    void anotherAddressOfTheSameLineIsStillThePile() {
        pile.dials();
        pile.hangsUp();
        stage.device("10.1.2.250", "8986001").dials();
        assertThat(trust()).isEqualTo(Trust.BOUND);
    }

    @Test
    void fromAnotherLineItMayReportButNotStartAndAPersonIsShownTheDifference() {
        pile.dials();
        pile.hangsUp();
        assertThat(elsewhere.dials().isIn()).isTrue();
        assertThat(trust()).isEqualTo(Trust.LISTED);
        assertThat(stage.sessions.standingOf(PILE)).isEqualTo(Standing.NOT_TRUSTED);
        assertThat(stage.sessions.canStart(PILE)).isFalse();
        assertThat(stage.told(BindingDiffered.class)).singleElement().satisfies(differed -> {
            assertThat(differed.bound().source()).hasToString("10.1.2.0/24");
            assertThat(differed.trust()).isEqualTo(Trust.LISTED);
        });
    }

    @Test
    void belowTheLevelOfItsStationNothingThatMovesMoneyIsWritten() {
        pile.dials();
        pile.hangsUp();
        elsewhere.dials();
        stage.sessions.linkOf(PILE).orElseThrow().send(new PileCommand.SetTariff(PILE, SessionStage.TARIFF));
        PileCommand stop = new PileCommand.StopCharging(PILE.gun(1));
        stage.sessions.linkOf(PILE).orElseThrow().send(stop);
        assertThat(elsewhere.link.sent).containsExactly(stop);
    }

    @Test
    void aStationThatAsksForLessLetsItStart() {
        PileEntry entry = SessionStage.entry(PILE, true);
        stage.directory.put(new PileEntry(
                PILE,
                entry.tenantId(),
                entry.stationId(),
                true,
                true,
                entry.kind(),
                2,
                entry.ratedWatts(),
                entry.tariff(),
                Trust.LISTED,
                entry.dialect()));
        pile.dials();
        pile.hangsUp();
        elsewhere.dials();
        assertThat(stage.sessions.canStart(PILE)).isTrue();
    }

    @Test
    void anOperatorsWordHoldsAtOnceAlsoForTheSessionThatIsThere() {
        pile.dials();
        pile.hangsUp();
        elsewhere.dials();
        stage.sessions.bind(PILE, new Binding(SourceRange.parse("10.77.0.1"), null, true));
        assertThat(stage.sessions.canStart(PILE)).isTrue();
        stage.sessions.bind(PILE, new Binding(SourceRange.parse("10.1.2.0/24"), null, true));
        assertThat(stage.sessions.canStart(PILE)).isFalse();
    }

    @Test
    void aForgottenBindingIsLearntAnewAtTheNextLogin() {
        pile.dials();
        stage.sessions.bind(PILE, null);
        pile.hangsUp();
        elsewhere.dials();
        assertThat(trust()).isEqualTo(Trust.BOUND);
        assertThat(stage.told(PileEvent.BindingLearnt.class)).hasSize(2);
    }

    @Test
    void anotherSimOnTheSameLineIsBelievedAndShown() {
        pile.dials();
        pile.hangsUp();
        stage.device("10.1.2.3", "8986777").dials();
        assertThat(trust()).isEqualTo(Trust.BOUND);
        assertThat(stage.told(BindingDiffered.class)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "100.64.9.9, 8986001, BOUND", // roams with its SIM inside the carrier's addresses
        "100.64.9.9, 8986002, LISTED", // another SIM
        "100.64.9.9, 00000000, LISTED", // a modem that says nothing
        "203.0.113.5, 8986001, LISTED" // the SIM's number alone is copied easily
    })
    void aSimMayRoamWithinItsCarrier(String from, String sim, Trust expected) {
        SessionStage mobile =
                new SessionStage(SessionSettings.BOOK.withCarriers(List.of(SourceRange.parse("100.64.0.0/10"))));
        SessionStage.Device first = mobile.device("100.64.1.1", "8986001").dials();
        first.hangsUp();
        mobile.device(from, sim).dials();
        assertThat(mobile.sessions.statusOf(PILE).trust()).isEqualTo(expected);
    }

    @Test
    void aTakeoverFromElsewhereIsBelievedLittleUntilNobodyContestedItForTenMinutes() {
        stage.sessions.bind(PILE, new Binding(SourceRange.parse("10.0.0.0/8"), null, true));
        pile.dials();
        stage.pass(Duration.ofSeconds(13));
        elsewhere.dials();
        assertThat(trust()).isEqualTo(Trust.LISTED);
        for (int i = 0; i < 60; i++) {
            stage.pass(Duration.ofSeconds(10));
            elsewhere.speaks();
        }
        assertThat(trust()).isEqualTo(Trust.BOUND);
    }

    @Test
    void theSixteenthLoginInAMinuteIsRefusedForFiveMinutesAndTheTruePileOnItsOwnSourceIsNot() {
        SessionStage.Device flapping = stage.device("10.77.0.1", "8986002");
        for (int i = 0; i < 15; i++) {
            assertThat(flapping.dials().isIn()).isTrue();
            flapping.hangsUp();
            stage.pass(Duration.ofSeconds(1));
        }
        assertThat(flapping.dials().refusal()).isEqualTo(LoginRefusal.FLAPPING);
        assertThat(stage.told(PileEvent.LoginsBanned.class)).hasSize(1);
        assertThat(pile.dials().isIn()).isTrue();
        stage.pass(Duration.ofSeconds(299));
        assertThat(flapping.dials().refusal()).isEqualTo(LoginRefusal.FLAPPING);
        stage.pass(Duration.ofSeconds(1));
        assertThat(flapping.dials().refusal()).isNotEqualTo(LoginRefusal.FLAPPING);
        assertThat(stage.told(PileEvent.LoginsBanned.class)).hasSize(1);
    }

    @Test
    void fifteenLoginsAMinuteForAnHourAreNoFlapping() {
        for (int i = 0; i < 900; i++) {
            assertThat(pile.dials().isIn()).isTrue();
            pile.hangsUp();
            stage.pass(Duration.ofSeconds(4));
        }
    }

    @Test
    void fiveNumbersThatAreNobodysBanTheirSourceForAnHourButNotThePileAtHomeThere() {
        pile.dials();
        pile.hangsUp();
        for (int i = 0; i < 5; i++) {
            stage.device(new PileNo("9999999999999" + i), "10.1.2.3", "").dials();
        }
        assertThat(stage.told(PileEvent.LoginsBanned.class))
                .singleElement()
                .satisfies(ban -> assertThat(ban.reason()).isEqualTo(LoginRefusal.SOURCE_REFUSED));
        PileNo sixth = new PileNo("99999999999996");
        assertThat(stage.device(sixth, "10.1.2.3", "").dials().refusal()).isEqualTo(LoginRefusal.SOURCE_REFUSED);
        assertThat(stage.device(sixth, "10.1.2.4", "").dials().refusal()).isEqualTo(LoginRefusal.UNKNOWN_PILE);
        assertThat(pile.dials().isIn()).isTrue();
        stage.pass(Duration.ofHours(1));
        assertThat(stage.device(sixth, "10.1.2.3", "").dials().refusal()).isEqualTo(LoginRefusal.UNKNOWN_PILE);
    }

    @Test
    void oneNumberTriedForEverBansNobody() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(stage.device(new PileNo("99999999999999"), "10.1.2.3", "")
                            .dials()
                            .refusal())
                    .isEqualTo(LoginRefusal.UNKNOWN_PILE);
        }
    }

    @Test
    void pilesThatDialledBeforeTheyWereRegisteredWereNoGuesses() {
        for (int i = 0; i < 5; i++) {
            stage.device(new PileNo("9999999999999" + i), "10.1.2.3", "").dials();
        }
        assertThat(stage.sessions.welcomes(pile.hello.source().getAddress())).isFalse();
        PileNo late = new PileNo("99999999999990");
        stage.directory.put(SessionStage.entry(late, true));
        assertThat(stage.sessions.welcomes(pile.hello.source().getAddress())).isTrue();
        assertThat(stage.device(late, "10.1.2.3", "").dials().isIn()).isTrue();
    }

    @Test
    void aSourceThatGuessesIsWelcomeAsLongAsItBringsAPile() {
        stage.sessions.bind(PILE, new Binding(SourceRange.parse("10.1.0.0/16"), null, true));
        for (int i = 0; i < 5; i++) {
            stage.device(new PileNo("9999999999999" + i), "10.1.2.3", "").dials();
            stage.device(new PileNo("9999999999999" + i), "10.9.2.3", "").dials();
        }
        assertThat(stage.sessions.welcomes(pile.hello.source().getAddress())).isTrue();
        assertThat(stage.sessions.welcomes(
                        stage.device("10.9.2.3", "").hello.source().getAddress()))
                .isFalse();
    }

    @Test
    void aLockOutlivesARestart() {
        stage.sessions.restore(PILE, null, true);
        assertThat(pile.dials().refusal()).isEqualTo(LoginRefusal.TOO_MANY_TAKEOVERS);
        stage.sessions.unlock(PILE);
        assertThat(pile.dials().isIn()).isTrue();
    }

    @Test
    void disablingOnePileOfAConcentratorLeavesTheOthers() {
        PileNo neighbour = new PileNo("32010200000002");
        stage.directory.put(SessionStage.entry(neighbour, true));
        pile.dials();
        SessionStage.Device next = stage.device(neighbour, "10.1.2.3", "8986001");
        next.dialsOn(pile.link);
        stage.directory.put(SessionStage.entry(neighbour, false));
        assertThat(pile.link.left).containsExactly(next.id());
        assertThat(pile.link.closedBecause).isNull();
        assertThat(pile.isIn()).isTrue();
    }

    /** The socket may have been closed by whoever comes next: while its order runs, the pile is still somebody. */
    @Test
    void anotherSourceAfterTheSocketClosedInMidChargeIsUnderTheRulesOfATakeover() {
        pile.dials();
        stage.charging = true;
        pile.hangsUp();
        assertThat(elsewhere.dials().isIn()).isTrue();
        assertThat(stage.sessions.standingOf(PILE)).isEqualTo(Standing.TAKEN_OVER);
        assertThat(stage.told(PileEvent.TakeoverHappened.class)).singleElement().satisfies(taken -> {
            assertThat(taken.rule()).isEqualTo(PileEvent.TakeoverRule.OLDER_SILENT);
            assertThat(taken.charging()).isTrue();
            assertThat(taken.older()).isEqualTo(pile.hello.source());
        });
        stage.sessions.bind(PILE, new Binding(SourceRange.parse("10.1.2.0/24"), null, true));
        assertThat(trust()).isEqualTo(Trust.LISTED);
    }

    @Test
    void thePileItselfComesBackInMidChargeAsItself() {
        pile.dials();
        stage.charging = true;
        pile.hangsUp();
        assertThat(stage.device("10.1.2.3", "8986001").dials().isIn()).isTrue();
        assertThat(stage.sessions.standingOf(PILE)).isEqualTo(Standing.GOOD);
        assertThat(stage.told(PileEvent.TakeoverHappened.class)).isEmpty();
    }

    @Test
    void anOrderThatRunsCountsThoughTheGunShowsNothingAnyMore() {
        stage.sessions.orders(PILE::equals);
        pile.dials();
        pile.hangsUp();
        elsewhere.dials();
        assertThat(stage.sessions.standingOf(PILE)).isEqualTo(Standing.TAKEN_OVER);
    }

    @Test
    void whoeverWaitsForAProbeWhenTheSocketClosesInMidChargeIsUnderTheSameRules() {
        pile.dials();
        stage.charging = true;
        elsewhere.dials();
        assertThat(elsewhere.answer).isNull();
        pile.hangsUp();
        assertThat(elsewhere.isIn()).isTrue();
        assertThat(stage.sessions.standingOf(PILE)).isEqualTo(Standing.TAKEN_OVER);
        assertThat(stage.told(PileEvent.TakeoverHappened.class)).hasSize(1);
    }

    @Test
    void fourTakeoversOfClosedSocketsInMidChargeLockTheNumberToo() {
        pile.dials();
        stage.charging = true;
        SessionStage.Device last = pile;
        for (int i = 0; i < 3; i++) {
            last.hangsUp();
            last = stage.device("10.9." + i + ".1", "898700" + i).dials();
            assertThat(last.isIn()).isTrue();
        }
        last.hangsUp();
        assertThat(elsewhere.dials().refusal()).isEqualTo(LoginRefusal.TOO_MANY_TAKEOVERS);
        assertThat(stage.told(PileEvent.PileLocked.class)).hasSize(1);
    }
}
