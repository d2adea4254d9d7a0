package io.ohmgate.api.calm;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FloodFilterTest {
    private final AtomicLong nanos = new AtomicLong();
    private final FloodFilter filter = new FloodFilter(nanos::get);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger log;

    FloodFilterTest() {
        LoggerContext context = new LoggerContext();
        filter.start();
        appender.addFilter(filter);
        appender.setContext(context);
        appender.start();
        log = context.getLogger("io.ohmgate.somewhere");
        log.setLevel(Level.DEBUG);
        log.addAppender(appender);
    }

    @Test
    void aFloodOfOneLineIsCountedAndOthersAreWrittenAsEver() {
        for (int i = 0; i < 5_000; i++) {
            log.atWarn()
                    .addKeyValue("requestId", i)
                    .setCause(new IllegalStateException())
                    .log("could not be served");
        }
        log.warn("something else");
        assertThat(lines("could not be served")).hasSize(FloodFilter.LINES_MAX);
        assertThat(lines("something else")).hasSize(1);
        assertThat(filter.suppressed()).isEqualTo(5_000 - FloodFilter.LINES_MAX);
    }

    @Test
    void afterTenSecondsItIsWrittenAgain() {
        for (int i = 0; i < 100; i++) {
            log.warn("again");
        }
        nanos.addAndGet(FloodFilter.WINDOW_NANOS);
        log.warn("again");
        assertThat(lines("again")).hasSize(FloodFilter.LINES_MAX + 1);
    }

    @Test
    void debugIsNobodysBusiness() {
        for (int i = 0; i < 100; i++) {
            log.debug("detail");
        }
        assertThat(lines("detail")).hasSize(100);
    }

    private List<ILoggingEvent> lines(String text) {
        return appender.list.stream()
                .filter(event -> event.getMessage().equals(text))
                .toList();
    }
}
