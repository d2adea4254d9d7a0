package io.ohmgate.api.problem;

import io.ohmgate.api.db.DatabaseFailure;
import io.ohmgate.api.db.PoolExhausted;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.BindingResult;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Gives every failure, ours or the framework's, its one {@link ProblemCode}. Never repeats what the client sent. */
public final class Problems {
    private static final int CAUSES_MAX = 20;

    private Problems() {}

    public static ProblemException of(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case WebExchangeBindException invalid -> invalid(invalid.getBindingResult());
            case HandlerMethodValidationException invalid -> invalid(invalid);
            case MissingRequestValueException missing ->
                ProblemException.of(ProblemCode.INVALID_REQUEST, missing.getName(), "缺少该参数 / is missing");
            case ServerWebInputException input -> unreadable(input);
            case ResponseStatusException status -> ProblemException.of(byStatus(status));
            case AuthenticationException ignored -> ProblemException.of(ProblemCode.UNAUTHENTICATED);
            case AccessDeniedException ignored -> ProblemException.of(ProblemCode.FORBIDDEN);
            case DataBufferLimitException ignored -> ProblemException.of(ProblemCode.BODY_TOO_LARGE);
            case DuplicateKeyException ignored -> ProblemException.of(ProblemCode.CONFLICT);
            case RejectedExecutionException ignored -> ProblemException.of(ProblemCode.OVERLOADED);
            default -> ProblemException.of(databaseOr(failure));
        };
    }

    /** Where no connection was free nothing was done; where one was lost, nobody knows. */
    private static ProblemCode databaseOr(Throwable failure) {
        if (find(failure, PoolExhausted.class) != null) {
            return ProblemCode.OVERLOADED;
        }
        return isDatabaseAway(failure) ? ProblemCode.DATABASE_UNAVAILABLE : ProblemCode.INTERNAL_ERROR;
    }

    private static ProblemException invalid(BindingResult result) {
        List<FieldError> errors = new ArrayList<>();
        result.getFieldErrors()
                .forEach(error -> errors.add(new FieldError(error.getField(), message(error.getDefaultMessage()))));
        return ProblemException.of(ProblemCode.INVALID_REQUEST, errors);
    }

    private static ProblemException invalid(HandlerMethodValidationException invalid) {
        List<FieldError> errors = new ArrayList<>();
        invalid.getParameterValidationResults().forEach(result -> {
            if (result instanceof ParameterErrors bean) {
                bean.getFieldErrors()
                        .forEach(error ->
                                errors.add(new FieldError(error.getField(), message(error.getDefaultMessage()))));
                return;
            }
            String name = result.getMethodParameter().getParameterName();
            result.getResolvableErrors()
                    .forEach(error ->
                            errors.add(new FieldError(name == null ? "" : name, message(error.getDefaultMessage()))));
        });
        return ProblemException.of(ProblemCode.INVALID_REQUEST, errors);
    }

    private static String message(@Nullable String text) {
        return text == null ? "不合法 / not acceptable" : text;
    }

    private static ProblemException unreadable(ServerWebInputException input) {
        if (find(input, DataBufferLimitException.class) != null) {
            return ProblemException.of(ProblemCode.BODY_TOO_LARGE);
        }
        UnrecognizedPropertyException unknown = find(input, UnrecognizedPropertyException.class);
        if (unknown != null) {
            return ProblemException.of(ProblemCode.UNKNOWN_PROPERTY, path(unknown), "未知字段 / unknown property");
        }
        DatabindException misfit = find(input, DatabindException.class);
        if (misfit != null) {
            return ProblemException.of(ProblemCode.BAD_JSON, path(misfit), "类型或取值不符 / wrong type or value");
        }
        if (find(input, JacksonException.class) != null || input.getMethodParameter() == null) {
            return ProblemException.of(ProblemCode.BAD_JSON);
        }
        String name = input.getMethodParameter().getParameterName();
        return find(input, org.springframework.beans.TypeMismatchException.class) == null
                ? ProblemException.of(ProblemCode.BAD_JSON)
                : ProblemException.of(ProblemCode.INVALID_REQUEST, name == null ? "" : name, "类型不符 / wrong type");
    }

    private static String path(DatabindException misfit) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : misfit.getPath()) {
            String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }

    private static ProblemCode byStatus(ResponseStatusException failure) {
        HttpStatus status = HttpStatus.resolve(failure.getStatusCode().value());
        if (status == null) {
            return ProblemCode.INTERNAL_ERROR;
        }
        return switch (status) {
            case NOT_FOUND -> ProblemCode.NOT_FOUND;
            case METHOD_NOT_ALLOWED -> ProblemCode.METHOD_NOT_ALLOWED;
            case NOT_ACCEPTABLE -> ProblemCode.NOT_ACCEPTABLE;
            case UNSUPPORTED_MEDIA_TYPE -> ProblemCode.MEDIA_TYPE_NOT_SUPPORTED;
            case CONTENT_TOO_LARGE -> ProblemCode.BODY_TOO_LARGE;
            case UNAUTHORIZED -> ProblemCode.UNAUTHENTICATED;
            case FORBIDDEN -> ProblemCode.FORBIDDEN;
            case SERVICE_UNAVAILABLE -> ProblemCode.OVERLOADED;
            default -> status.is4xxClientError() ? ProblemCode.INVALID_REQUEST : ProblemCode.INTERNAL_ERROR;
        };
    }

    /** The database, or the way to it, did not answer in time: the request may be repeated. */
    private static boolean isDatabaseAway(Throwable failure) {
        return failure instanceof DatabaseFailure
                || failure instanceof TimeoutException
                || failure instanceof QueryTimeoutException
                || failure instanceof TransientDataAccessException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof CannotCreateTransactionException
                || failure instanceof R2dbcTimeoutException
                || failure instanceof R2dbcTransientException
                || failure instanceof R2dbcNonTransientResourceException
                || find(failure, R2dbcTransientException.class) != null
                || find(failure, R2dbcNonTransientResourceException.class) != null;
    }

    static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
