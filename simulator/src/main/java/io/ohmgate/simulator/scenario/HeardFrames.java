package io.ohmgate.simulator.scenario;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ohmgate.ykc.describe.FrameDescriber;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Frames on their way from a loop to the thread that plays the scenario, told in the words of the reference. */
final class HeardFrames {
    /** More than this unread, and the scenario hears no more: it has long lost its place. */
    private static final int UNREAD_MAX = 50_000;

    private final LinkedBlockingQueue<Heard> queue = new LinkedBlockingQueue<>(UNREAD_MAX);

    void frame(ByteBuf frame) {
        byte[] bytes = ByteBufUtil.getBytes(frame);
        FrameDescriber.describe(bytes)
                .map(told -> new Heard(told.typeCode(), Map.copyOf(withoutNulls(told.fields())), null, told.hex()))
                .ifPresent(this::put);
    }

    private static Map<String, Object> withoutNulls(Map<String, @Nullable Object> fields) {
        Map<String, Object> there = new java.util.HashMap<>();
        fields.forEach((name, value) -> {
            if (value != null) {
                there.put(name, value);
            }
        });
        return there;
    }

    void put(Heard heard) {
        if (!queue.offer(heard)) {
            queue.clear();
        }
    }

    @Nullable
    Heard next(Duration patience) throws InterruptedException {
        return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
