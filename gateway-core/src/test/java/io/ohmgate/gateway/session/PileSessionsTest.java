package io.ohmgate.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.session.PileStatus.Presence;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.SourceRange;
import io.ohmgate.gateway.trust.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PileSessionsTest {
    private final SessionStage stage = new SessionStage();
    private final SessionStage.Device pile = stage.device("10.0.0.1", "8986001");
    private final SessionStage.Device stranger = stage.device("10.9.9.9", "8986999");

    @Test
    void aRegisteredPileIsInAtOnce() {
        assertThat(pile.dials().isIn()).isTrue();
        assertThat(stage.sessions.statusOf(SessionStage.PILE).presence()).isEqualTo(Presence.ONLINE);
        assertThat(stage.told(PileEvent.PileCameOnline.class)).hasSize(1);
        assertThat(stage.told(PileEvent.PileLoggedIn.class)).hasSize(1);
    }

    @Test
    void tenThousandUnknownNumbersMakeNoSession() {
        for (int i = 0; i < 10_000; i++) {
            PileNo number = new PileNo("9999%010d".formatted(i));
            String source = "10.9.%d.%d".formatted(i / 1_000, i / 4 % 250);
            assertThat(stage.device(number, source, "").dials().refusal())
                    .isIn(LoginRefusal.UNKNOWN_PILE, LoginRefusal.SOURCE_REFUSED);
        }
        assertThat(stage.sessions.openSessions()).isZero();
        assertThat(stage.told(PileEvent.LoginRefused.class)).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void aDisabledPileIsRefused() {
        stage.directory.put(SessionStage.entry(SessionStage.PILE, false));
        assertThat(pile.dials().refusal()).isEqualTo(LoginRefusal.DISABLED);
    }

    @Test
    void aPileThatIsDisabledIsClosedAndOfflineAtOnce() {
        pile.dials();
        stage.directory.put(SessionStage.entry(SessionStage.PILE, false));
        assertThat(pile.link.closedBecause).isEqualTo(CloseReason.PILE_DISABLED);
        assertThat(stage.sessions.statusOf(SessionStage.PILE).presence()).isEqualTo(Presence.OFFLINE);
        assertThat(stage.sessions.openSessions()).isZero();
    }

    @Test
    void theEpochGrowsWithEveryLogin() {
        long first = pile.dials().id().epoch();
        assertThat(pile.dials().id().epoch()).isGreaterThan(first);
    }

    @Test
    void theSameDeviceComesBackBeforeItsOldConnectionIsKnownToBeDead() {
        pile.dials();
        RecordingLink half = pile.link;
        stage.pass(Duration.ofSeconds(1));
        assertThat(pile.dials().isIn()).isTrue();
        assertThat(half.closedBecause).isEqualTo(CloseReason.REPLACED_BY_NEW_LOGIN);
        assertThat(stage.sessions.openSessions()).isEqualTo(1);
        assertThat(stage.told(PileEvent.TakeoverHappened.class))
                .singleElement()
                .extracting(PileEvent.TakeoverHappened::rule)
                .isEqualTo(TakeoverRule.SAME_SOURCE);
        assertThat(stage.told(PileEvent.PileWentOffline.class)).isEmpty();
    }

    @Test
    void sevenLoginsInARowOnOneConnectionAreOneSession() {
        pile.dials();
        long epoch = pile.id().epoch();
        for (int i = 0; i < 6; i++) {
            pile.dialsAgainOnTheSameConnection();
        }
        assertThat(pile.id().epoch()).isEqualTo(epoch);
        assertThat(stage.told(PileEvent.PileLoggedIn.class)).hasSize(1);
    }

    @Test
    void aCloneCannotSilenceALivelyPile() {
        pile.dials();
        stranger.dials();
        assertThat(pile.link.sent).hasSize(1).allMatch(PileCommand.ReadGun.class::isInstance);
        stage.pass(Duration.ofSeconds(2));
        pile.speaks();
        assertThat(stranger.refusal()).isEqualTo(LoginRefusal.OTHER_SESSION_ALIVE);
        assertThat(pile.isIn()).isTrue();
    }

    @Test
    void anOlderSessionThatDoesNotAnswerTheProbeLosesAfterFiveSeconds() {
        pile.dials();
        stranger.dials();
        stage.pass(Duration.ofMillis(4_999));
        assertThat(stranger.answer).isNull();
        stage.pass(Duration.ofMillis(1));
        assertThat(stranger.isIn()).isTrue();
        assertThat(pile.link.closedBecause).isEqualTo(CloseReason.REPLACED_BY_NEW_LOGIN);
    }

    @Test
    void theOlderSessionHangsUpDuringTheProbeAndTheNewerIsIn() {
        pile.dials();
        stranger.dials();
        pile.hangsUp();
        assertThat(stranger.isIn()).isTrue();
        assertThat(stage.sessions.openSessions()).isEqualTo(1);
    }

    @Test
    void anOlderSessionSilentForLongerThanTwelveSecondsIsReplacedAtOnce() {
        pile.dials();
        stage.pass(Duration.ofMillis(12_001));
        assertThat(stranger.dials().isIn()).isTrue();
        assertThat(stage.told(PileEvent.TakeoverHappened.class))
                .singleElement()
                .extracting(PileEvent.TakeoverHappened::rule)
                .isEqualTo(TakeoverRule.OLDER_SILENT);
    }

    @Test
    void whoTakesOverARunningChargeHearsNoStartForAMinuteButAStop() {
        stage.charging = true;
        pile.dials();
        stage.pass(Duration.ofSeconds(13));
        stranger.dials();
        PileLink link = stage.sessions.linkOf(SessionStage.PILE).orElseThrow();
        link.send(start());
        link.send(new PileCommand.StopCharging(SessionStage.PILE.gun(1)));
        assertThat(stranger.link.sent).containsExactly(new PileCommand.StopCharging(SessionStage.PILE.gun(1)));
        assertThat(stage.sessions.canStart(SessionStage.PILE)).isFalse();
        for (int i = 0; i < 6; i++) {
            stage.pass(Duration.ofSeconds(10));
            stranger.speaks();
        }
        assertThat(stage.sessions.standingOf(SessionStage.PILE)).isEqualTo(Standing.NOT_TRUSTED);
        stage.sessions.bind(SessionStage.PILE, new Binding(SourceRange.parse("10.9.9.0/24"), null, true));
        link.send(start());
        assertThat(stranger.link.sent).hasSize(2);
        assertThat(stage.sessions.canStart(SessionStage.PILE)).isTrue();
    }

    @Test
    void theFourthTakeoverInTenMinutesLocksThePileUntilAPersonDecides() {
        SessionStage.Device[] rivals = {pile, stranger};
        rivals[0].dials();
        for (int takeover = 1; takeover <= 3; takeover++) {
            stage.pass(Duration.ofSeconds(13));
            assertThat(rivals[takeover % 2].dials().isIn()).isTrue();
        }
        stage.pass(Duration.ofSeconds(13));
        assertThat(rivals[0].dials().refusal()).isEqualTo(LoginRefusal.TOO_MANY_TAKEOVERS);
        assertThat(stage.sessions.openSessions()).isZero();
        assertThat(stage.told(PileEvent.PileLocked.class)).hasSize(1);
        stage.pass(Duration.ofHours(1));
        assertThat(pile.dials().refusal()).isEqualTo(LoginRefusal.TOO_MANY_TAKEOVERS);
        stage.sessions.unlock(SessionStage.PILE);
        assertThat(pile.dials().isIn()).isTrue();
    }

    @Test
    void nothingIsWrittenToASessionThatWasReplaced() {
        pile.dials();
        PileLink stale = stage.sessions.linkOf(SessionStage.PILE).orElseThrow();
        RecordingLink old = pile.link;
        pile.dials();
        stale.send(start());
        assertThat(old.sent).isEmpty();
        assertThat(pile.link.sent).isEmpty();
    }

    @Test
    void aLateHangUpOfTheReplacedConnectionDoesNotTouchTheNewSession() {
        pile.dials();
        var old = pile.id();
        pile.dials();
        stage.sessions.closed(old, CloseReason.BY_PEER);
        assertThat(pile.isIn()).isTrue();
        assertThat(stage.sessions.heard(old)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverTwoClientsDoThereIsAtMostOneLiveSession(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        SessionStage.Device[] both = {pile, stranger};
        List<RecordingLink> links = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            SessionStage.Device one = both[random.nextInt(2)];
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    one.dials();
                    links.add(one.link);
                }
                case 2 -> {
                    if (one.isIn()) {
                        one.speaks();
                    }
                }
                case 3 -> {
                    if (one.isIn()) {
                        one.link.close(CloseReason.BY_PEER);
                        one.hangsUp();
                    }
                }
                default -> stage.pass(Duration.ofMillis(random.nextInt(9_000)));
            }
            stage.sessions.unlock(SessionStage.PILE);
            assertThat(stage.sessions.openSessions()).isBetween(0, 1);
            assertThat(List.of(pile.isIn(), stranger.isIn())).isNotEqualTo(List.of(true, true));
        }
        // Whoever lost was told to hang up within the probe's five seconds.
        stage.pass(Duration.ofSeconds(5));
        long open = links.stream()
                .filter(link -> link.closedBecause == null && (link == pile.link || link == stranger.link))
                .filter(link -> (link == pile.link && pile.isIn()) || (link == stranger.link && stranger.isIn()))
                .count();
        assertThat(open).isEqualTo(stage.sessions.openSessions());
    }

    @Test
    void e4SilenceIsOfflineAfter35SecondsAndClosedAfter60() {
        pile.dials();
        stage.pass(Duration.ofSeconds(34));
        assertThat(stage.sessions.statusOf(SessionStage.PILE).presence()).isEqualTo(Presence.ONLINE);
        stage.pass(Duration.ofSeconds(2));
        assertThat(stage.sessions.statusOf(SessionStage.PILE).presence()).isEqualTo(Presence.OFFLINE);
        assertThat(pile.link.closedBecause).isNull();
        stage.pass(Duration.ofSeconds(23));
        assertThat(pile.link.closedBecause).isNull();
        stage.pass(Duration.ofSeconds(2));
        assertThat(pile.link.closedBecause).isEqualTo(CloseReason.SILENT_TOO_LONG);
        assertThat(stage.told(PileEvent.PileWentOffline.class)).hasSize(1);
        assertThat(stage.sessions.openSessions()).isZero();
    }

    @Test
    void e4AFrameBeforeTheMarkKeepsThePileOnline() {
        pile.dials();
        for (int i = 0; i < 100; i++) {
            stage.pass(Duration.ofSeconds(30));
            pile.speaks();
        }
        assertThat(stage.told(PileEvent.PileWentOffline.class)).isEmpty();
    }

    @Test
    void aPileThatSpeaksAgainBeforeItIsClosedIsOnlineAgain() {
        pile.dials();
        stage.pass(Duration.ofSeconds(50));
        pile.speaks();
        assertThat(pile.isIn()).isTrue();
        assertThat(stage.sessions.statusOf(SessionStage.PILE).presence()).isEqualTo(Presence.ONLINE);
        assertThat(stage.told(PileEvent.PileCameOnline.class)).hasSize(2);
        stage.pass(Duration.ofSeconds(36));
        assertThat(stage.told(PileEvent.PileWentOffline.class)).hasSize(2);
    }

    @Test
    void aBriefReconnectIsNoOutage() {
        pile.dials();
        pile.hangsUp();
        assertThat(stage.sessions.statusOf(SessionStage.PILE).connected()).isFalse();
        stage.pass(Duration.ofSeconds(10));
        pile.dials();
        stage.pass(Duration.ofSeconds(30));
        pile.speaks();
        assertThat(stage.told(PileEvent.PileWentOffline.class)).isEmpty();
    }

    @Test
    void aPileThatHungUpIsOfflineWhenItHasBeenSilentForLongEnough() {
        pile.dials();
        pile.hangsUp();
        stage.pass(Duration.ofSeconds(30));
        assertThat(stage.sessions.statusOf(SessionStage.PILE).presence()).isEqualTo(Presence.ONLINE);
        stage.pass(Duration.ofSeconds(10));
        assertThat(stage.sessions.statusOf(SessionStage.PILE).presence()).isEqualTo(Presence.OFFLINE);
    }

    @Test
    void e4ARestartAloneIsNoProofOfAbsence() {
        assertThat(stage.sessions.statusOf(SessionStage.PILE).presence()).isEqualTo(Presence.UNKNOWN);
        stage.pass(Duration.ofSeconds(61));
        assertThat(stage.sessions.statusOf(SessionStage.PILE).presence()).isEqualTo(Presence.OFFLINE);
    }

    @Test
    void tenThousandPilesAreWatchedEachForItself() {
        List<SessionStage.Device> piles = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            PileNo number = new PileNo("4401%010d".formatted(i));
            stage.directory.put(SessionStage.entry(number, true));
            piles.add(stage.device(number, "10.1.0.1", "sim" + i).dials());
        }
        for (int second = 0; second < 70; second += 10) {
            stage.pass(Duration.ofSeconds(10));
            piles.stream()
                    .filter(device -> device.hello.pileNo().digits().endsWith("7"))
                    .forEach(device -> device.speaks());
        }
        assertThat(stage.sessions.openSessions()).isEqualTo(1_000);
        assertThat(stage.told(PileEvent.PileWentOffline.class)).hasSize(9_000);
    }

    @Test
    void aDrainingGatewayTakesNobodyIn() {
        stage.sessions.refuseLogins();
        assertThat(pile.dials().refusal()).isEqualTo(LoginRefusal.GATEWAY_DRAINING);
    }

    private static PileCommand start() {
        return new PileCommand.StartCharging(
                new TradeNo("32010200000001012611221925000001"), SessionStage.PILE.gun(1), new Money(5_000));
    }
}
