package io.ohmgate.api.http.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.store.OperationTables.OperationStep;
import io.ohmgate.api.store.TaskJson;
import io.ohmgate.gateway.operation.Operation;
import io.ohmgate.gateway.operation.OperationKind;
import io.ohmgate.gateway.operation.OperationReason;
import io.ohmgate.gateway.operation.OperationStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operation (操作) and how far it has come; {@code finished} says that nothing more will come of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Operation")
public record OperationView(
        String operationId,
        String pileNo,
        @Nullable String gunId,
        OperationKind kind,
        Map<String, Object> parameters,
        OperationStatus status,
        boolean finished,
        @Nullable Reason reason,
        @Nullable Integer pileCode,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant sentAt,
        @Nullable Instant ackedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant dueAt,
        @Nullable List<Step> steps) {
    /** In words, Chinese first. */
    public record Reason(OperationReason code, String text, String textEn) {
        static @Nullable Reason of(@Nullable OperationReason code) {
            return code == null ? null : new Reason(code, ReasonTexts.chinese(code), ReasonTexts.english(code));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OperationStep")
    public record Step(
            @Nullable OperationStatus from,
            OperationStatus to,
            @Nullable Reason reason,
            String by,
            Instant at) {
        static Step of(OperationStep step) {
            return new Step(step.from(), step.to(), Reason.of(step.reason()), step.by(), step.at());
        }
    }

    /** {@code waitsFor} is what keeps it from being sent right now. */
    static OperationView of(Operation operation, @Nullable OperationReason waitsFor, @Nullable List<Step> steps) {
        OperationReason reason = waitsFor == null ? operation.reason() : waitsFor;
        return new OperationView(
                Long.toString(operation.id()),
                operation.pileNo().digits(),
                operation.gunNo() == Operation.WHOLE_PILE
                        ? null
                        : operation.gun().digits(),
                operation.kind(),
                TaskJson.parameters(operation.task()),
                operation.status(),
                !operation.isOpen(),
                Reason.of(reason),
                operation.code(),
                operation.requestedBy(),
                operation.requestedAt(),
                operation.sentAt(),
                operation.ackedAt(),
                operation.finishedAt(),
                operation.dueAt(),
                steps);
    }
}
