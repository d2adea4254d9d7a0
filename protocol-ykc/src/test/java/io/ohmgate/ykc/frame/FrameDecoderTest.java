package io.ohmgate.ykc.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.Found;
import io.ohmgate.ykc.message.BillingRequest;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.ReadRealtime;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private static final PileNo PILE = new PileNo("32010600019236");
    private static final long ONE = 1;
    private static final long PARTIAL = FrameDecoder.PARTIAL_MAX.toNanos();
    private static final long WAIT = FrameDecoder.LENGTH_WAIT_MAX.toNanos();
    private static final String GOOD = written(FrameWriter.STANDARD, 1);
    private static final String BAD = written(new FrameWriter(CrcOrder.BAD, false), 1);
    private static final String SHORT_BY_FOUR = written(new FrameWriter(CrcOrder.LOW_FIRST, true), 1);

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private final FrameDecoder decoder = new FrameDecoder(allocator);
    private final Found found = new Found();

    @AfterEach
    void allMemoryIsGivenBack() {
        decoder.close();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    @Test
    void garbageBeforeAFrameIsSkippedAndCounted() {
        feed("0011220A0D" + GOOD, 0);
        assertThat(found.hexes()).containsExactly(GOOD);
        assertThat(found.dropped()).containsOnly(Map.entry(Anomaly.GARBAGE_SKIPPED, 5));
        assertThat(decoder.isWaiting()).isFalse();
    }

    @Test
    void aLengthBelowFourIsNoFrame() {
        feed("6803" + GOOD, 0);
        assertThat(found.hexes()).containsExactly(GOOD);
        assertThat(found.dropped())
                .containsEntry(Anomaly.LENGTH_TOO_SMALL, 1)
                .containsEntry(Anomaly.GARBAGE_SKIPPED, 1);
    }

    @Test
    void aFrameWithoutABodyIsAFrame() {
        String empty = "680400000077";
        int crc = Crc16.of(Unpooled.wrappedBuffer(HexFormat.of().parseHex("00000077")), 0, 4);
        String frame = empty + "%04X".formatted(Crc16.swap(crc));
        feed(frame, 0);
        assertThat(found.hexes()).containsExactly(frame);
        assertThat(found.frames().getFirst().decoded()).isEqualTo(new Decoded.UnknownType(0x77));
    }

    @Test
    void aFrameInsideWhatLookedLikeOneIsFound() {
        feed("68FF" + "01".repeat(100) + GOOD + "02".repeat(300), 0);
        assertThat(found.hexes()).containsExactly(GOOD);
        assertThat(found.dropped()).containsEntry(Anomaly.CRC_BAD, 1);
    }

    @Test
    void theRestOfAFrameMayTakeTenSecondsAndNoLonger() {
        feed(GOOD.substring(0, 10), 0);
        assertThat(decoder.deadlineNanos()).isEqualTo(PARTIAL);
        decoder.tick(PARTIAL - ONE, found);
        assertThat(decoder.isWaiting()).isTrue();
        feed(GOOD.substring(10), PARTIAL - ONE);
        assertThat(found.hexes()).containsExactly(GOOD);

        feed(GOOD.substring(0, 10), 0);
        decoder.tick(PARTIAL, found);
        assertThat(decoder.isWaiting()).isFalse();
        assertThat(found.dropped()).containsEntry(Anomaly.PARTIAL_TIMEOUT, 1);
    }

    @Test
    void aTrickleDoesNotProlongTheWait() {
        feed("68", 0);
        for (int i = 1; i < 10; i++) {
            feed("20", i * PARTIAL / 10);
        }
        assertThat(decoder.deadlineNanos()).isEqualTo(PARTIAL);
    }

    @Test
    void aTimeoutThatNobodyTickedIsNoticedWithTheNextBytes() {
        feed("68FF", 0);
        feed(GOOD, PARTIAL);
        assertThat(found.hexes()).containsExactly(GOOD);
        assertThat(found.dropped()).containsEntry(Anomaly.PARTIAL_TIMEOUT, 1);
    }

    @Test
    void aFrameBehindADeadBeginningComesOutWithTheTimeout() {
        feed("68FF" + GOOD, 0);
        assertThat(found.frames()).isEmpty();
        decoder.tick(PARTIAL, found);
        assertThat(found.hexes()).containsExactly(GOOD);
    }

    @Test
    void aLengthByteFourTooSmallIsToleratedWithin200Milliseconds() {
        int seen = SHORT_BY_FOUR.length() - 8;
        feed(SHORT_BY_FOUR.substring(0, seen), 0);
        assertThat(decoder.deadlineNanos()).isEqualTo(WAIT);
        feed(SHORT_BY_FOUR.substring(seen), WAIT - ONE);
        assertThat(found.hexes()).containsExactly(SHORT_BY_FOUR);
        assertThat(found.frames().getFirst().anomalies()).containsExactly(Anomaly.LENGTH_WITHOUT_HEADER);
    }

    @Test
    void after200MillisecondsABadCrcIsABadCrc() {
        feed(BAD, 0);
        assertThat(decoder.deadlineNanos()).isEqualTo(WAIT);
        decoder.tick(WAIT - ONE, found);
        assertThat(decoder.isWaiting()).isTrue();
        decoder.tick(WAIT, found);
        assertThat(decoder.isWaiting()).isFalse();
        assertThat(found.dropped()).containsEntry(Anomaly.CRC_BAD, 1);
    }

    @Test
    void theWaitFor200MillisecondsBeginsWhenTheFrameIsThere() {
        feed(BAD.substring(0, 6), 0);
        feed(BAD.substring(6), 5 * WAIT);
        assertThat(decoder.deadlineNanos()).isEqualTo(6 * WAIT);
    }

    @Test
    void nineteenBadFramesAreForgivenAndTheTwentiethCloses() {
        assertThat(feed(BAD.repeat(19) + GOOD + BAD.repeat(19) + GOOD, 0)).isEqualTo(FrameDecoder.Verdict.KEEP);
        assertThat(found.hexes()).containsExactly(GOOD, GOOD);
        assertThat(feed(BAD.repeat(20) + GOOD, 0)).isEqualTo(FrameDecoder.Verdict.CLOSE);
        assertThat(found.hexes()).hasSize(2);
        assertThat(feed(GOOD, 0)).isEqualTo(FrameDecoder.Verdict.CLOSE);
        assertThat(found.hexes()).hasSize(2);
    }

    @Test
    void startBytesInsideABadFrameAreNotBadFramesOfTheirOwn() {
        String full = "68C8" + "6820".repeat(101);
        assertThat(feed(full + GOOD + "00".repeat(40), 0)).isEqualTo(FrameDecoder.Verdict.KEEP);
        assertThat(found.hexes()).containsExactly(GOOD);
    }

    @Test
    void whoeverSendsNothingButGarbageIsClosed() {
        assertThat(feed("00".repeat(FrameDecoder.STRAY_BYTES_MAX - 1), 0)).isEqualTo(FrameDecoder.Verdict.KEEP);
        assertThat(feed("00", 0)).isEqualTo(FrameDecoder.Verdict.CLOSE);
    }

    @Test
    void anEncryptedFrameIsDeliveredButNotDecoded() {
        byte[] frame = HexFormat.of().parseHex(GOOD);
        frame[4] = 1;
        int crc = Crc16.of(Unpooled.wrappedBuffer(frame), 2, frame.length - 4);
        frame[frame.length - 2] = (byte) crc;
        frame[frame.length - 1] = (byte) (crc >>> 8);
        feed(HexFormat.of().formatHex(frame), 0);
        assertThat(found.frames().getFirst().decoded()).isEqualTo(new Decoded.Encrypted(1, 0x03));
        assertThat(found.frames().getFirst().anomalies()).containsExactly(Anomaly.ENCRYPTED);
    }

    @Test
    void theCrcOfTheMisprintedTableIsAcceptedOnlyWhereSwitchedOn() {
        String legacy = "";
        for (int sequence = 0; legacy.isEmpty(); sequence++) {
            String candidate = written(new FrameWriter(CrcOrder.LEGACY_TABLE, false), sequence);
            if (!candidate.equals(written(FrameWriter.STANDARD, sequence))) {
                legacy = candidate;
            }
        }
        feed(legacy + GOOD, 0);
        assertThat(found.hexes()).containsExactly(GOOD);
        decoder.acceptLegacyCrcTable(true);
        feed(legacy, 0);
        assertThat(found.hexes()).containsExactly(GOOD, legacy);
        assertThat(found.frames().getLast().crcOrder()).isEqualTo(CrcOrder.LEGACY_TABLE);
        assertThat(found.frames().getLast().anomalies()).containsExactly(Anomaly.CRC_LEGACY_TABLE);
    }

    @Test
    void theBytesKeptAreNeverMoreThanAFrameAndFour() {
        feed("68FF", 0);
        for (int i = 0; i < 400; i++) {
            feed("01", 0);
            assertThat(decoder.pendingBytes()).isLessThanOrEqualTo(FrameDecoder.PENDING_BYTES_MAX);
            assertThat(allocator.metric().usedHeapMemory()).isLessThanOrEqualTo(1024);
        }
    }

    @Test
    void aSinkThatThrowsGetsTheFrameOnceAndLosesNoMemory() {
        feed(GOOD.substring(0, 8), 0);
        FrameSink angry = new FrameSink() {
            @Override
            public void frame(Frame frame) {
                throw new IllegalStateException("no");
            }

            @Override
            public void dropped(Anomaly why, int bytes) {}
        };
        ByteBuf rest = Unpooled.wrappedBuffer(HexFormat.of().parseHex(GOOD.substring(8)));
        assertThatThrownBy(() -> decoder.feed(rest, 0, angry)).isInstanceOf(IllegalStateException.class);
        decoder.tick(PARTIAL, found);
        feed(BAD.substring(0, 6), PARTIAL);
        decoder.tick(2 * PARTIAL, found);
        assertThat(found.frames()).isEmpty();
    }

    @Test
    void closingFromWithinACallbackEndsTheDecoding() {
        FrameSink closing = new FrameSink() {
            @Override
            public void frame(Frame frame) {
                found.frame(frame);
                decoder.close();
            }

            @Override
            public void dropped(Anomaly why, int bytes) {}
        };
        feed(GOOD.substring(0, 8), 0);
        decoder.feed(Unpooled.wrappedBuffer(HexFormat.of().parseHex(GOOD.substring(8) + GOOD)), 0, closing);
        assertThat(found.hexes()).containsExactly(GOOD);
    }

    @Test
    void aFrameWithItsLengthAsLastByteOfASegmentIsWhole() {
        feed(GOOD + GOOD.substring(0, 2), 0);
        feed(GOOD.substring(2) + GOOD.substring(0, 4), 0);
        feed(GOOD.substring(4), 0);
        assertThat(found.hexes()).containsExactly(GOOD, GOOD, GOOD);
    }

    @Test
    void aWriterRefusesWhatDoesNotFitAndLosesNoMemory() {
        FrameBody huge = new FrameBody() {
            @Override
            public int typeCode() {
                return 0x44;
            }

            @Override
            public void writeBody(ByteBuf out) {
                out.writeZero(252);
            }
        };
        assertThatThrownBy(() -> FrameWriter.STANDARD.write(huge, 0, allocator))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void severalFramesCanBeWrittenIntoOneBuffer() {
        ByteBuf out = Unpooled.buffer();
        FrameWriter.STANDARD.write(new BillingRequest(PILE), 1, out);
        FrameWriter.STANDARD.write(new ReadRealtime(PILE, 2), 2, out);
        decoder.feed(out, 0, found);
        assertThat(found.frames()).extracting(Found.Kept::sequence).containsExactly(1, 2);
    }

    @Test
    void anOwnCounterStartsAtZeroAndIsWrittenInEitherOrder() {
        SequenceCounter low = new SequenceCounter(true);
        SequenceCounter high = new SequenceCounter(false);
        assertThat(low.next()).isZero();
        assertThat(high.next()).isZero();
        assertThat(low.next()).isEqualTo(0x0100);
        assertThat(high.next()).isEqualTo(0x0001);
        for (int i = 2; i < 65536; i++) {
            low.next();
        }
        assertThat(low.next()).isZero();
    }

    @Test
    void theLimitsAreThoseOfTheReference() {
        assertThat(FrameDecoder.PARTIAL_MAX).isEqualTo(Duration.ofSeconds(10));
        assertThat(FrameDecoder.LENGTH_WAIT_MAX).isEqualTo(Duration.ofMillis(200));
        assertThat(FrameDecoder.BAD_FRAMES_MAX).isEqualTo(20);
    }

    private FrameDecoder.Verdict feed(String hex, long nowNanos) {
        return decoder.feed(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)), nowNanos, found);
    }

    private static String written(FrameWriter writer, int sequence) {
        ByteBuf frame = writer.write(new Heartbeat(PILE, 1, 0), sequence, UnpooledByteBufAllocator.DEFAULT);
        String hex = ByteBufUtil.hexDump(frame).toUpperCase(Locale.ROOT);
        frame.release();
        return hex;
    }
}
