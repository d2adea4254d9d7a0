package io.ohmgate.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The body of every error answer (RFC 9457), Chinese first, English beside it. */
@Schema(name = "Problem", description = "错误信息 / What went wrong, by a stable code.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemView(
        String type,
        String code,
        int status,
        String title,
        String detail,
        String detailEn,
        String nextAction,
        String nextActionEn,
        String requestId,
        List<FieldError> errors) {
    public static ProblemView of(ProblemException problem, String requestId) {
        ProblemCode code = problem.code();
        return new ProblemView(
                "urn:ohmgate:problem:" + code.name(),
                code.name(),
                code.status().value(),
                code.title(),
                code.detail(),
                code.detailEn(),
                code.nextAction(),
                code.nextActionEn(),
                requestId,
                problem.errors());
    }
}
