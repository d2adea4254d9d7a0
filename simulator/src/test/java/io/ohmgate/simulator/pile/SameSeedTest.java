package io.ohmgate.simulator.pile;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.ykc.message.RemoteStop;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A life can be lived again: the same seed, the same bytes, whatever the pile does wrong. */
class SameSeedTest {
    private static final PileSpec SPEC = new PileSpec(Story.PILE, Supply.DC, 2, 120_000);

    /** A value for each quirk that takes one. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("crcOrder", "BE"),
            Map.entry("shortBody", "0x13:12"),
            Map.entry("longBody", "0x03:7"),
            Map.entry("cloneOf", "32010600000099"),
            Map.entry("protocolVersion", "1.7"),
            Map.entry("amountRounding", "DOWN"),
            Map.entry("loseConfirms", "2"),
            Map.entry("timeLapse", "20"));

    static Stream<String> everyQuirk() {
        return Quirk.all().values().stream()
                .map(quirk -> quirk.takesValue()
                        ? quirk.name() + "=" + VALUES.getOrDefault(quirk.name(), "40")
                        : quirk.name());
    }

    @ParameterizedTest
    @MethodSource("everyQuirk")
    void theSameSeedGivesTheSameBytes(String quirk) {
        Behaviour behaviour = Behaviour.GOOD.with(quirk);

        String once = life(7, behaviour);

        assertThat(once).isNotEmpty().isEqualTo(life(7, behaviour));
    }

    @Test
    void anotherSeedGivesOtherBytes() {
        assertThat(life(7, Behaviour.GOOD)).isNotEqualTo(life(8, Behaviour.GOOD));
    }

    @ParameterizedTest
    @MethodSource("everyQuirk")
    void everyQuirkChangesTheUsualWay(String quirk) {
        Behaviour behaviour = Behaviour.GOOD.with(quirk);

        assertThat(behaviour).isNotEqualTo(Behaviour.GOOD);
        assertThat(behaviour.toString()).contains(quirk.split("=", -1)[0]);
    }

    /** Two charges, a broken link, a stop and a pulled plug. */
    private static String life(long seed, Behaviour behaviour) {
        Story story = Story.random(seed, SPEC, behaviour);
        story.passes(Duration.ofSeconds(5)).hearsStart(100_000).passes(Duration.ofSeconds(2));
        story.plugs(Story.car()).passes(Duration.ofMinutes(3)).linkBreaks().passes(Duration.ofMinutes(1));
        story.hears(new RemoteStop(Story.PILE, 1)).passes(Duration.ofSeconds(5));
        story.hearsStart(Story.NEXT_TRADE, 100_000).passes(Duration.ofMinutes(1));
        story.does(story.pile.unplug(1, story.now)).passes(Duration.ofMinutes(6));
        return ByteBufUtil.hexDump(story.wire);
    }
}
