package io.ohmgate.api.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.api.store.FrameTables;
import io.ohmgate.api.store.Scope;
import io.ohmgate.api.testing.NoDatabase;
import io.ohmgate.gateway.frames.FrameLimits;
import io.ohmgate.gateway.frames.FrameRecorder;
import io.ohmgate.gateway.frames.FrameRecorder.RefusedSource;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.link.FrameTap.Keeping;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import io.ohmgate.ykc.describe.FrameMask;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.Heartbeat;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who sees what was refused: with several operators an address belongs to nobody until it names a pile. */
class RefusedFramesTest {
    private static final Scope.TenantStaff OURS = new Scope.TenantStaff(1, 11);
    private static final Scope.TenantStaff THEIRS = new Scope.TenantStaff(2, 22);
    private static final PileNo OUR_PILE = new PileNo("32010600000001");
    private static final PileNo THEIR_PILE = new PileNo("32010600000002");
    private static final String STRANGER = "10.0.0.1";
    private static final String NAMES_OURS = "10.0.0.2";
    private static final String NAMES_BOTH = "10.0.0.3";

    private final PileDirectory directory = new PileDirectory();
    private final FrameRecorder recorder = new FrameRecorder(
            new FrameLimits(8, 1024, 64 * 1024, 10, 4 * 1024), () -> Instant.EPOCH, new SimpleMeterRegistry());
    private final FrameReader reader =
            new FrameReader(new FrameTables(NoDatabase.database()), recorder, new FrameMask(new byte[32]), directory);

    RefusedFramesTest() {
        refuse(STRANGER, Unpooled.copiedBuffer("GET / HTTP/1.1", StandardCharsets.US_ASCII));
        refuse(NAMES_OURS, beat(OUR_PILE));
        refuse(NAMES_BOTH, beat(OUR_PILE));
        refuse(NAMES_BOTH, beat(THEIR_PILE));
        registered(OUR_PILE, 1);
    }

    @Test
    @DisplayName("F1 the only operator sees every address that was refused, for installing a pile needs it")
    void theOnlyOperatorSeesEveryAddress() {
        assertThat(sources(OURS)).containsExactlyInAnyOrder(STRANGER, NAMES_OURS, NAMES_BOTH);
        assertThat(reader.refusedFrom(OURS, STRANGER)).hasSize(1);
    }

    @Test
    @DisplayName("F1 of several operators each sees the addresses and the frames that name a pile of its own")
    void ofSeveralEachSeesItsOwn() {
        registered(THEIR_PILE, 2);
        assertThat(sources(OURS)).containsExactlyInAnyOrder(NAMES_OURS, NAMES_BOTH);
        assertThat(sources(THEIRS)).containsExactly(NAMES_BOTH);
        assertThat(reader.refusedFrom(OURS, STRANGER)).isEmpty();
        assertThat(reader.refusedFrom(THEIRS, NAMES_OURS)).isEmpty();
        assertThat(reader.refusedFrom(OURS, NAMES_BOTH)).hasSize(1);
        assertThat(reader.refusedFrom(THEIRS, NAMES_BOTH)).hasSize(1);
    }

    private List<String> sources(Scope.Operator scope) {
        return reader.refusedSources(scope).stream().map(RefusedSource::source).toList();
    }

    private void registered(PileNo pileNo, long tenantId) {
        directory.put(new PileEntry(pileNo, tenantId, 70, true, true, PileKind.DC, 1, 60_000, null));
    }

    private static ByteBuf beat(PileNo pileNo) {
        ByteBuf frame = Unpooled.buffer();
        FrameWriter.STANDARD.write(new Heartbeat(pileNo, 1, 0), 0, frame);
        return frame;
    }

    private void refuse(String source, ByteBuf frame) {
        recorder.frame(
                Direction.UP,
                Keeping.REFUSED,
                null,
                InetSocketAddress.createUnresolved(source, 4_000),
                frame,
                0,
                frame.readableBytes());
    }
}
