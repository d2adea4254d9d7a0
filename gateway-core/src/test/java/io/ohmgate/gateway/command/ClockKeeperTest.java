package io.ohmgate.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.SessionStage;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ClockKeeperTest {
    private final SessionStage stage = new SessionStage();
    private final SessionStage.Device pile = stage.device("10.0.0.5", "8986");
    private final PileCommands commands =
            new PileCommands(stage.sessions, stage.directory, stage.time, stage.events::add, stage.meters);
    private final ClockKeeper clocks = new ClockKeeper(
            stage.directory, stage.sessions, commands, stage.time, ZoneId.of("Asia/Shanghai"), stage.events::add);

    @Test
    void inAStormOfLoginsAClockIsSetInOneOfTheNextSweeps() {
        pile.dials();
        pile.link.sent.clear();
        for (int i = 1; i <= ClockKeeper.SET_AT_LOGIN_PER_SECOND; i++) {
            clocks.loggedIn(new PileNo("%014d".formatted(i)));
        }
        clocks.loggedIn(SessionStage.PILE);
        assertThat(pile.link.sent).isEmpty();
        clocks.sweep();
        assertThat(pile.link.sent)
                .hasOnlyElementsOfType(PileCommand.SetClock.class)
                .hasSize(1);
    }

    @Test
    void aSecondLaterALoginIsFollowedByItsClockAtOnce() {
        pile.dials();
        pile.link.sent.clear();
        for (int i = 1; i <= ClockKeeper.SET_AT_LOGIN_PER_SECOND; i++) {
            clocks.loggedIn(new PileNo("%014d".formatted(i)));
        }
        stage.pass(Duration.ofSeconds(1));
        clocks.loggedIn(SessionStage.PILE);
        assertThat(pile.link.sent)
                .hasOnlyElementsOfType(PileCommand.SetClock.class)
                .hasSize(1);
    }
}
