package io.ohmgate.simulator.scenario;

import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.platform.Answers;
import io.ohmgate.simulator.platform.SmallPlatform;
import io.ohmgate.simulator.scenario.Scenario.Happening;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pile is on trial: a small platform waits for it. */
final class PlatformStage implements Stage {
    private final HeardFrames heard = new HeardFrames();
    private final Opposite opposite;
    private final SmallPlatform platform;
    private final PlatformCommands commands;

    PlatformStage(Scenario scenario, Opposite opposite, InstantSource clock) {
        this.opposite = opposite;
        Answers answers = new Answers();
        answers.leaveUnsaid(scenario.cast().silent());
        this.platform = new SmallPlatform(
                opposite.host(), opposite.port(), answers, new Listening(), () -> clock.millis() * 1_000_000);
        this.commands = new PlatformCommands(platform, answers, opposite.pileNo(), clock);
    }

    int port() {
        return platform.port();
    }

    @Override
    public Map<String, String> names() {
        return opposite.names();
    }

    @Override
    public void act(List<String> words) {
        commands.carryOut(words);
    }

    @Override
    public void send(byte[] frame) {
        platform.say(opposite.pileNo(), frame);
    }

    @Override
    public @Nullable Heard next(Duration patience) throws InterruptedException {
        return heard.next(patience);
    }

    @Override
    public void close() {
        platform.close();
    }

    private final class Listening implements SmallPlatform.Ear {
        @Override
        public void frame(PileNo pileNo, ByteBuf frame) {
            if (pileNo.equals(opposite.pileNo())) {
                heard.frame(frame);
            }
        }

        @Override
        public void opened(PileNo pileNo) {
            heard.put(Heard.of(Happening.OPENED));
        }

        @Override
        public void closed(PileNo pileNo) {
            heard.put(Heard.of(Happening.CLOSED));
        }
    }
}
