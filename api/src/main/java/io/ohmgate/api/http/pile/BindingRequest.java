package io.ohmgate.api.http.pile;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.SourceRange;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Where a pile comes from, by a person's word: an address, a range of addresses, a SIM, or a range and a SIM. */
public record BindingRequest(
        @Nullable @Size(max = 49) String source,

        @Nullable @Size(max = 20) @Pattern(regexp = "[0-9A-Fa-f]{1,20}")
        String simNo) {
    Binding binding() {
        if (source == null && simNo == null) {
            throw problem("source");
        }
        try {
            return new Binding(source == null ? null : SourceRange.parse(source), simNo, true);
        } catch (IllegalArgumentException noRange) {
            throw problem("source");
        }
    }

    private static ProblemException problem(String field) {
        return ProblemException.of(
                ProblemCode.INVALID_REQUEST,
                field,
                "请填写来源网段（如 10.1.2.0/24）或 SIM 号 / an address, a range such as 10.1.2.0/24, or a SIM");
    }
}
