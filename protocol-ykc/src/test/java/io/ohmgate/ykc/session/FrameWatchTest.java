package io.ohmgate.ykc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.ohmgate.gateway.link.FrameTap;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.link.FrameTap.Keeping;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the tap is shown of a conversation, on real bytes. */
class FrameWatchTest {
    private static final PileNo PILE = new PileNo("32010600213533");
    private static final String LOGIN = "6822250000013201060021353301010F6C796B2D56323900001920168043024800000000C554";
    private static final byte[] HTTP = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final RecordingGateway gateway = new RecordingGateway();
    private final List<Shown> shown = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private record Shown(
            Direction direction, Keeping keeping, @Nullable SessionId session, String hex) {
        String type() {
            return hex.substring(10, 12);
        }
    }

    FrameWatchTest() {
        FrameTap tap = this::show;
        new YkcProtocol(YkcSettings.defaults(TestPile.CHINA), tap).accept(channel, gateway);
    }

    private void show(
            Direction direction,
            Keeping keeping,
            @Nullable SessionId session,
            InetSocketAddress source,
            ByteBuf frame,
            int from,
            int length) {
        shown.add(new Shown(
                direction,
                keeping,
                session,
                ByteBufUtil.hexDump(frame, from, length).toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void aLoginIsShownAsTheSessionsOwnOnceItIsAccepted() {
        gateway.allowed.add(PILE);
        sends(HexFormat.of().parseHex(LOGIN));
        assertThat(shown).hasSize(2);
        assertThat(shown.getFirst()).isEqualTo(new Shown(Direction.UP, Keeping.DURABLE, session(), LOGIN));
        assertThat(shown.getLast().direction()).isEqualTo(Direction.DOWN);
        assertThat(shown.getLast().type()).isEqualTo("02");
        assertThat(shown.getLast().session()).isEqualTo(session());
    }

    @Test
    void aRefusedLoginBelongsToNobody() {
        sends(HexFormat.of().parseHex(LOGIN));
        assertThat(shown).extracting(Shown::session).containsOnlyNulls();
        assertThat(shown).extracting(Shown::keeping).containsOnly(Keeping.REFUSED);
        assertThat(shown.getFirst().hex()).isEqualTo(LOGIN);
    }

    @Test
    void heartbeatsAndTheirAnswersAreOnlyForAWhile() {
        login();
        says("03", "32010600213533" + "0100");
        assertThat(shown).extracting(Shown::keeping).containsExactly(Keeping.RECENT, Keeping.RECENT);
        assertThat(shown).extracting(Shown::type).containsExactly("03", "04");
    }

    @Test
    void ofRepeatedReadingsTheChangeAndItsConfirmationAreKept() {
        login();
        for (int i = 0; i < 4; i++) {
            says("13", realtime("02", "00", "0000"));
        }
        for (int i = 0; i < 4; i++) {
            says("13", realtime("03", "01", "0000"));
        }
        says("13", realtime("03", "01", "0100"));
        assertThat(shown)
                .extracting(Shown::keeping)
                .containsExactly(
                        Keeping.DURABLE,
                        Keeping.DURABLE,
                        Keeping.RECENT,
                        Keeping.RECENT,
                        Keeping.DURABLE,
                        Keeping.DURABLE,
                        Keeping.RECENT,
                        Keeping.RECENT,
                        Keeping.DURABLE);
    }

    @Test
    void aBadCheckSumIsShownOnceWithTheWholeFrame() {
        login();
        byte[] bad = HexFormat.of().parseHex(frame("03", "32010600213533" + "0100"));
        bad[bad.length - 1] ^= 0x55;
        sends(bad);
        sends(HexFormat.of().parseHex("00000000"));
        assertThat(shown.getFirst().keeping()).isEqualTo(Keeping.REFUSED);
        assertThat(shown.getFirst().session()).isEqualTo(session());
        assertThat(shown.getFirst().hex())
                .startsWith(HexFormat.of().withUpperCase().formatHex(bad));
    }

    @Test
    void whoeverSpeaksHttpIsShownByAddress() {
        sends(HTTP);
        assertThat(shown).hasSize(1);
        assertThat(shown.getFirst().session()).isNull();
        assertThat(shown.getFirst().hex())
                .isEqualTo(HexFormat.of().withUpperCase().formatHex(HTTP));
    }

    private void login() {
        gateway.allowed.add(PILE);
        sends(HexFormat.of().parseHex(LOGIN));
        shown.clear();
    }

    private static SessionId session() {
        return new SessionId(PILE, 1);
    }

    private static String realtime(String status, String plugged, String fault) {
        String tail = "00".repeat(58 - 27);
        return "00".repeat(16) + "32010600213533" + "01" + status + "02" + plugged + tail + fault;
    }

    private void says(String type, String body) {
        sends(HexFormat.of().parseHex(frame(type, body)));
    }

    private static String frame(String type, String body) {
        String counted = "0000" + "00" + type + body;
        byte[] range = HexFormat.of().parseHex(counted);
        int crc = io.ohmgate.ykc.frame.Crc16.of(Unpooled.wrappedBuffer(range), 0, range.length);
        return "68%02X%s%02X%02X".formatted(range.length, counted, crc & 0xFF, crc >>> 8);
    }

    private void sends(byte[] bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        channel.runPendingTasks();
    }
}
