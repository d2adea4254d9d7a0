package io.ohmgate.api.boot;

import io.ohmgate.api.failure.StartupFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says why there will be no application, in one line and without a stack trace. Named in {@code spring.factories}. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OneLineReporter implements SpringBootExceptionReporter {
    private static final Logger LOG = LoggerFactory.getLogger(OneLineReporter.class);

    OneLineReporter(@Nullable ConfigurableApplicationContext context) {
        LOG.atTrace().addKeyValue("context", context != null).log("made");
    }

    @Override
    public boolean reportException(Throwable thrown) {
        StartupFailure failure = StartupFailure.in(thrown);
        if (failure == null) {
            return false;
        }
        LOG.atDebug().setCause(failure).log("refused to start");
        Terminal.error(failure.getMessage() == null ? failure.problem().code() : failure.getMessage());
        return true;
    }
}
