package io.ohmgate.api.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** How long somebody holds one of the few places of the file server. */
class FtpSessionTest {
    private static final FtpServer.Served PROGRAM = new FtpServer.Served(Path.of("program"), "/program.bin", 3);

    private final Places places = new Places();
    private final EmbeddedChannel control = new EmbeddedChannel(new FtpSession(places));

    private static final class Places implements FtpSession.Host {
        int freed;
        int asked;

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public Mono<FtpServer.Served> open(String username, String password) {
            asked++;
            return username.equals("pile") && password.equals("once") ? Mono.just(PROGRAM) : Mono.empty();
        }

        @Override
        public Mono<FtpServer.DataPort> listen(EventLoop loop, String peer) {
            return Mono.never();
        }

        @Override
        public void gone() {
            freed++;
        }
    }

    private void passesLoginTime() {
        control.advanceTimeBy(FtpSession.LOGIN_WITHIN.toSeconds(), TimeUnit.SECONDS);
        control.runScheduledPendingTasks();
        control.runPendingTasks();
    }

    private void says(String line) {
        control.writeInbound(line);
        control.runPendingTasks();
    }

    @Test
    void whoDoesNotLogInInTimeGivesItsPlaceBackHoweverMuchItSays() {
        says("USER pile");
        says("NOOP");
        control.advanceTimeBy(FtpSession.LOGIN_WITHIN.toSeconds() - 1, TimeUnit.SECONDS);
        control.runScheduledPendingTasks();
        says("NOOP");
        assertThat(control.isOpen()).isTrue();
        passesLoginTime();
        assertThat(control.isOpen()).isFalse();
        assertThat(places.freed).isEqualTo(1);
    }

    @Test
    void whoHasLoggedInKeepsItsPlace() {
        says("USER pile");
        says("PASS once");
        passesLoginTime();
        assertThat(control.isOpen()).isTrue();
    }

    @Test
    void aPasswordLongerThanTheFrameCarriesIsNotEvenLookedUp() {
        says("USER pile");
        says("PASS " + "x".repeat(17));
        assertThat(control.isOpen()).isFalse();
        assertThat(places.asked).isZero();
    }
}
