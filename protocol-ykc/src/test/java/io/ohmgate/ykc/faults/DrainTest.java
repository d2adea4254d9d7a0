package io.ohmgate.ykc.faults;

import static io.ohmgate.ykc.faults.PilePort.OTHER;
import static io.ohmgate.ykc.faults.PilePort.PILE;
import static io.ohmgate.ykc.faults.PilePort.TRADE;
import static io.ohmgate.ykc.faults.PilePort.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.calm.Drain;
import io.ohmgate.gateway.record.RecordIntake;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.session.YkcSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** GW11 of the fault matrix: a node is told to end. */
class DrainTest {
    private static final String HOME = "127.0.0.1";

    @Test
    void gw11RecordsAreConfirmedThenPilesLeaveOneAfterAnotherAndThatWhichChargesLast() throws Exception {
        YkcSettings settings = YkcSettings.defaults(ZoneId.of("Asia/Shanghai"));
        try (PilePort port = new PilePort(
                        GatewayTime.system(Schedulers.parallel()),
                        settings,
                        RecordIntake.Settings.DEFAULT,
                        Duration.ofMillis(300));
                WirePile charging = port.dial(PILE, HOME);
                WirePile idle = port.dial(OTHER, HOME)) {
            assertThat(charging.logsIn()).isTrue();
            assertThat(idle.logsIn()).isTrue();
            port.orderRunsOn(PILE);
            List<Integer> left = new CopyOnWriteArrayList<>();
            for (int i = 0; i < port.channels.size(); i++) {
                int which = i;
                port.channels.get(i).closeFuture().addListener(closed -> left.add(which));
            }
            charging.says(WirePile.record(PILE.gun(1), TRADE, 10_000));
            await(() -> port.meters.get("ohmgate.records.unconfirmed").gauge().value() == 1);

            port.gateway
                    .stop(new Drain(Duration.ofSeconds(10), Duration.ofSeconds(1)))
                    .subscribe();

            assertThat(charging.hears(TradeConfirm.class))
                    .as("confirmed although we end")
                    .isNotNull();
            await(() -> left.size() == 2);
            assertThat(left).as("the one that charges goes last").containsExactly(1, 0);
            try (WirePile late = port.dial(OTHER, HOME)) {
                assertThat(late.logsIn()).as("nobody comes in any more").isFalse();
            }
        }
    }
}
