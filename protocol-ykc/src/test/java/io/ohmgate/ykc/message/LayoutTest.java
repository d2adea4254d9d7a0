package io.ohmgate.ykc.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ohmgate.ykc.describe.FrameDescriber;
import io.ohmgate.ykc.frame.FrameBody;
import io.ohmgate.ykc.frame.FrameWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every byte of every body belongs to the field the reference's table says: a byte is changed, and one field changes. */
class LayoutTest {
    record Row(int code, int offset, int length, String name) {
        static Row of(String line) {
            String[] cells = line.split("\t", -1);
            return new Row(
                    Integer.parseInt(cells[0], 16), Integer.parseInt(cells[1]), Integer.parseInt(cells[2]), cells[3]);
        }
    }

    static List<Row> rows() {
        try (InputStream in = LayoutTest.class.getResourceAsStream("/vectors/ykc-layout.tsv")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Row::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aFieldStandsWhereTheTableSays(Row row) {
        FrameType type = Objects.requireNonNull(FrameType.ofCode(row.code));
        for (int at = row.offset; at < row.offset + row.length; at++) {
            byte[] body = ones(type);
            Map<String, @Nullable Object> before = describe(row.code, body);
            body[at] = 2;
            Map<String, @Nullable Object> after = describe(row.code, body);
            TreeSet<String> changed = new TreeSet<>();
            before.forEach((name, value) -> {
                if (!Objects.equals(value, after.get(name))) {
                    changed.add(name);
                }
            });
            assertThat(changed).as("byte %d", at).contains(row.name);
            // A changed count changes the list behind it too.
            assertThat(changed).as("byte %d", at).hasSize(row.name.equals("cardCount") ? changed.size() : 1);
        }
    }

    @Test
    void theTablesLeaveNoByteOut() {
        for (FrameType type : FrameType.values()) {
            int sum = rows().stream()
                    .filter(row -> row.code == type.code())
                    .mapToInt(Row::length)
                    .sum();
            boolean listed = type != FrameType.QR_PREFIX
                    && type != FrameType.GUN_QR_CODE
                    && type != FrameType.PILELESS_GUN_QR_CODE;
            assertThat(sum).as(type.name()).isEqualTo(listed ? type.bodyLength() : 0);
        }
    }

    /** Ones are readable as anything: digits, gun 1, the first of January 2001. */
    private static byte[] ones(FrameType type) {
        byte[] body = new byte[type.bodyLength() + (type == FrameType.CARD_SYNC ? 32 : 16)];
        Arrays.fill(body, (byte) 1);
        boolean list = switch (type) {
            case CARD_SYNC, CARD_CLEAR, CARD_QUERY -> true;
            default -> false;
        };
        return list ? body : Arrays.copyOf(body, type.bodyLength());
    }

    private static Map<String, @Nullable Object> describe(int code, byte[] body) {
        FrameBody raw = new FrameBody() {
            @Override
            public int typeCode() {
                return code;
            }

            @Override
            public void writeBody(ByteBuf out) {
                out.writeBytes(body);
            }
        };
        ByteBuf frame = FrameWriter.STANDARD.write(raw, 0, UnpooledByteBufAllocator.DEFAULT);
        byte[] bytes = ByteBufUtil.getBytes(frame);
        frame.release();
        return FrameDescriber.describe(bytes).orElseThrow().fields();
    }
}
