package io.ohmgate.api.http.operation;

import io.ohmgate.api.problem.FieldError;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.gateway.operation.OperationTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a task of what somebody asked for, or says which field is missing, superfluous or wrong. */
final class OperationTasks {
    private static final int FULL_POWER = 100;

    private OperationTasks() {}

    /** @throws ProblemException naming every field that is not as the kind needs it */
    static OperationTask read(NewOperation request) {
        return switch (request.kind()) {
            case WORK_MODE -> {
                check(request, Set.of("locked"), Set.of("maxPowerPercent"));
                yield new OperationTask.WorkMode(
                        yes(request.locked()), Objects.requireNonNullElse(request.maxPowerPercent(), FULL_POWER));
            }
            case REBOOT -> {
                check(request, Set.of("whenIdle"), Set.of("evenIfCharging"));
                yield new OperationTask.Reboot(yes(request.whenIdle()));
            }
            case SYNC_CLOCK -> {
                check(request, Set.of(), Set.of());
                yield new OperationTask.SyncClock();
            }
            case GROUND_LOCK -> {
                check(request, Set.of("gunNo", "raise"), Set.of());
                yield new OperationTask.MoveGroundLock(yes(request.raise()));
            }
            case READ_GUN -> {
                check(request, Set.of("gunNo"), Set.of());
                yield new OperationTask.ReadGun();
            }
            case QR_PREFIX -> {
                check(request, Set.of("text"), Set.of("withGunNo"));
                yield readable(() -> new OperationTask.SetQrPrefix(text(request), yes(request.withGunNo())));
            }
            case GUN_QR -> {
                check(request, Set.of("gunNo", "text"), Set.of("withPileNo"));
                yield readable(() -> new OperationTask.SetGunQr(
                        text(request), Objects.requireNonNullElse(request.withPileNo(), true)));
            }
            case PUSH_TARIFF -> {
                check(request, Set.of(), Set.of());
                yield new OperationTask.PushTariff();
            }
            case UPDATE_FIRMWARE ->
                throw ProblemException.of(
                        ProblemCode.INVALID_REQUEST, "kind", "固件只能通过升级批次下发 / firmware goes out by campaigns only");
        };
    }

    private static OperationTask readable(java.util.function.Supplier<OperationTask> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException unreadable) {
            throw ProblemException.of(
                    ProblemCode.INVALID_REQUEST,
                    "text",
                    "须为可见 ASCII 且不超过帧长 / visible ASCII, as long as a frame carries");
        }
    }

    private static String text(NewOperation request) {
        return Objects.requireNonNullElse(request.text(), "");
    }

    private static void check(NewOperation request, Set<String> needed, Set<String> allowed) {
        List<FieldError> errors = new ArrayList<>();
        fields(request).forEach((name, value) -> {
            if (value == null && needed.contains(name)) {
                errors.add(new FieldError(name, "该操作需要此字段 / this kind needs it"));
            } else if (value != null && !needed.contains(name) && !allowed.contains(name)) {
                errors.add(new FieldError(name, "该操作不使用此字段 / means nothing to this kind"));
            }
        });
        if (!errors.isEmpty()) {
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, errors);
        }
    }

    private static Map<String, @Nullable Object> fields(NewOperation request) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("gunNo", request.gunNo());
        fields.put("locked", request.locked());
        fields.put("maxPowerPercent", request.maxPowerPercent());
        fields.put("whenIdle", request.whenIdle());
        fields.put("raise", request.raise());
        fields.put("text", request.text());
        fields.put("withGunNo", request.withGunNo());
        fields.put("withPileNo", request.withPileNo());
        fields.put("evenIfCharging", request.evenIfCharging());
        return fields;
    }

    private static boolean yes(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }
}
