package io.ohmgate.ykc.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc16Test {
    @Test
    void theCheckValueIsThatOfModbus() {
        ByteBuf digits = Unpooled.copiedBuffer("123456789", StandardCharsets.US_ASCII);
        assertThat(Crc16.of(digits, 0, digits.readableBytes())).isEqualTo(0x4B37);
    }

    @Test
    void theCheckFrameOfTheDocumentFits() {
        ByteBuf range = Unpooled.wrappedBuffer(HexFormat.of().parseHex("000000025503141278230500"));
        assertThat(Crc16.of(range, 0, range.readableBytes())).isEqualTo(0x4CDA);
    }

    @Test
    void memoryOutsideTheHeapIsReadAlike() {
        byte[] bytes = new byte[255];
        new Random(1).nextBytes(bytes);
        ByteBuf direct = Unpooled.directBuffer(300).writeZero(7).writeBytes(bytes);
        assertThat(Crc16.of(direct, 7, bytes.length))
                .isEqualTo(Crc16.of(Unpooled.wrappedBuffer(bytes), 0, bytes.length));
        direct.release();
    }

    /** The table of V1.5 differs in entry 95, so only frames that hit it do. */
    @Test
    void theMisprintedTableDiffersOnlyWhereItsWrongEntryIsHit() {
        ByteBuf hit = Unpooled.wrappedBuffer(new byte[] {(byte) (0xFF ^ 95)});
        ByteBuf missed = Unpooled.wrappedBuffer(new byte[] {0});
        int right = (0xFFFF >>> 8) ^ 0x3840;
        int wrong = (0xFFFF >>> 8) ^ 0x4040;
        assertThat(Crc16.of(hit, 0, 1)).isEqualTo(right);
        assertThat(Crc16.legacyOf(hit, 0, 1)).isEqualTo(wrong);
        assertThat(Crc16.legacyOf(missed, 0, 1)).isEqualTo(Crc16.of(missed, 0, 1));
    }
}
