package io.ohmgate.api.explain;

import io.ohmgate.api.store.FrameTables.LoggedFrame;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.ykc.message.FrameType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Finds the frames behind a step: of the right types and near it in time. History is written a moment after the frame. */
final class FrameTrail {
    private static final Duration NEAR = Duration.ofSeconds(5);
    /** A record may wait for its settlement. */
    private static final Duration NEAR_RECORD = Duration.ofMinutes(2);

    private static final int FRAMES_MAX = 4;
    private final List<LoggedFrame> frames;

    FrameTrail(List<LoggedFrame> frames) {
        this.frames = List.copyOf(frames);
    }

    List<LoggedFrame> all() {
        return frames;
    }

    List<String> near(Instant at, Set<FrameType> types, Direction direction) {
        return pick(at, types, direction, NEAR);
    }

    /** A record and its confirmation. */
    List<String> record(Instant at) {
        List<String> ids = new ArrayList<>(pick(
                at,
                Set.of(FrameType.TRADE_RECORD, FrameType.TRADE_RECORD_V14, FrameType.TRADE_RECORD_V17),
                Direction.UP,
                NEAR_RECORD));
        ids.addAll(pick(at, Set.of(FrameType.TRADE_CONFIRM), Direction.DOWN, NEAR_RECORD));
        return ids;
    }

    private List<String> pick(Instant at, Set<FrameType> types, Direction direction, Duration near) {
        return frames.stream()
                .filter(frame -> frame.direction() == direction)
                .filter(frame -> {
                    FrameType type = FrameType.ofCode(frame.typeCode());
                    return type != null && types.contains(type);
                })
                .filter(frame -> distance(frame, at).compareTo(near) <= 0)
                .sorted(Comparator.comparing((LoggedFrame frame) -> distance(frame, at)))
                .limit(FRAMES_MAX)
                .map(frame -> Long.toString(frame.id()))
                .sorted()
                .toList();
    }

    private static Duration distance(LoggedFrame frame, Instant at) {
        return Duration.between(frame.at(), at).abs();
    }
}
