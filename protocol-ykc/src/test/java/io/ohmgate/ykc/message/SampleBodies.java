package io.ohmgate.ykc.message;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Random bodies whose keys are readable, for any type. */
public final class SampleBodies {
    private static final int CARDS_MAX = 12;
    /** Asked once: a record's components are looked up by reflection, and a fuzz asks millions of times. */
    private static final Set<FrameType> NAMES_TRADE = Arrays.stream(FrameType.values())
            .filter(type -> Arrays.stream(type.message().getRecordComponents())
                    .anyMatch(component -> component.getName().equals("tradeNo")))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(FrameType.class)));

    private SampleBodies() {}

    /** A body of the type's standard length, or with a few entries if it ends in a list. */
    public static byte[] body(FrameType type, RandomGenerator random) {
        int entries = random.nextInt(CARDS_MAX);
        byte[] body = new byte[type.bodyLength() + entries * entryBytes(type)];
        random.nextBytes(body);
        int keyEnd = setKeys(type, body, random);
        switch (type) {
            case CARD_SYNC, CARD_CLEAR, CARD_QUERY -> body[keyEnd] = (byte) entries;
            case QR_PREFIX -> body[keyEnd + 1] = (byte) entries;
            case GUN_QR_CODE, PILELESS_GUN_QR_CODE -> {
                body[keyEnd] = (byte) entries;
                body[keyEnd + 1] = 0;
            }
            default -> {}
        }
        return body;
    }

    /** A message of this type with random fields, as a pile or platform that keeps to the book would send it. */
    public static Message message(FrameType type, RandomGenerator random) {
        return type.read(new BodyReader(Unpooled.wrappedBuffer(body(type, random)), null));
    }

    public static byte[] written(Message message) {
        var out = Unpooled.buffer();
        message.writeBody(out);
        return ByteBufUtil.getBytes(out);
    }

    /** Where the keys end: what is shorter is no message. */
    public static int keyBytes(FrameType type) {
        return setKeys(type, new byte[type.bodyLength()], RandomGenerator.getDefault());
    }

    private static int setKeys(FrameType type, byte[] body, RandomGenerator random) {
        if (type == FrameType.TRADE_CONFIRM) {
            return 16;
        }
        if (type == FrameType.PILELESS_GUN_QR_CODE) {
            body[0] = gunNo(random);
            return 1;
        }
        int at = NAMES_TRADE.contains(type) ? 16 : 0;
        for (int i = at; i < at + 7; i++) {
            body[i] = (byte) ((random.nextInt(10) << 4) | random.nextInt(10));
        }
        boolean gun = AtGun.class.isAssignableFrom(type.message())
                || type == FrameType.HEARTBEAT
                || type == FrameType.HEARTBEAT_ACK;
        if (gun) {
            body[at + 7] = gunNo(random);
        }
        return gun ? at + 8 : at + 7;
    }

    private static byte gunNo(RandomGenerator random) {
        return (byte) random.nextInt(1, 10);
    }

    private static int entryBytes(FrameType type) {
        return switch (type) {
            case CARD_SYNC -> 16;
            case CARD_CLEAR, CARD_QUERY -> 8;
            case CARD_CLEAR_REPLY -> 10;
            case CARD_QUERY_REPLY -> 9;
            case QR_PREFIX, GUN_QR_CODE, PILELESS_GUN_QR_CODE -> 1;
            default -> 0;
        };
    }
}
