package io.ohmgate.gateway.operation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What can be done to a pile or a gun, and how long each part of it may take (ykc.md 8). {@code waitsAtMost} is how long it
 * waits for a pile that is away; {@code answerWithin} how long the pile has to answer; {@code effectWithin} how long the
 * effect may take after a yes, null where the yes is all there is. The names are stored: never rename one.
 */
public enum OperationKind {
    /** 0x52: lock, unlock, derate. */
    WORK_MODE(Target.PILE, Waits.A_DAY, Answers.SIMPLE, null),
    /** 0x92. Done when the pile has logged in again. */
    REBOOT(Target.PILE, Waits.A_DAY, Answers.SIMPLE, Duration.ofMinutes(5)),
    /** 0x56. */
    SYNC_CLOCK(Target.PILE, Waits.A_DAY, Answers.SIMPLE, null),
    /** 0x62. Waits but shortly: an arm must not rise hours later, under whatever stands there then. */
    GROUND_LOCK(Target.GUN, Duration.ofMinutes(1), Answers.SLOW, Duration.ofSeconds(60)),
    /** 0x12. */
    READ_GUN(Target.GUN, Duration.ofSeconds(30), Answers.SIMPLE, null),
    /** 0xF0. */
    QR_PREFIX(Target.PILE, Waits.A_DAY, Answers.SIMPLE, null),
    /** 0x9E, or 0x9C for piles that know only that. */
    GUN_QR(Target.GUN, Waits.A_DAY, Answers.SIMPLE, null),
    /** 0x58. */
    PUSH_TARIFF(Target.PILE, Waits.A_DAY, Answers.SIMPLE, null),
    /** 0x94. The time for its answer depends on the download and is the task's own. */
    UPDATE_FIRMWARE(Target.PILE, Duration.ofDays(7), Duration.ofMinutes(32), null);

    /** Whether a gun must be named. */
    public enum Target {
        PILE,
        GUN
    }

    private final Target target;
    private final Duration waitsAtMost;
    private final Duration answerWithin;
    private final @Nullable Duration effectWithin;

    OperationKind(Target target, Duration waitsAtMost, Duration answerWithin, @Nullable Duration effectWithin) {
        this.target = target;
        this.waitsAtMost = waitsAtMost;
        this.answerWithin = answerWithin;
        this.effectWithin = effectWithin;
    }

    public Target target() {
        return target;
    }

    public Duration waitsAtMost() {
        return waitsAtMost;
    }

    public Duration answerWithin() {
        return answerWithin;
    }

    public @Nullable Duration effectWithin() {
        return effectWithin;
    }

    private static final class Waits {
        static final Duration A_DAY = Duration.ofHours(24);
    }

    private static final class Answers {
        static final Duration SIMPLE = Duration.ofSeconds(10);
        static final Duration SLOW = Duration.ofSeconds(15);
    }
}
