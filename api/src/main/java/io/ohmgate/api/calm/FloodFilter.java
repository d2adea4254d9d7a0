package io.ohmgate.api.calm;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A flood of the same line becomes its count: our messages are constant text, so the text is the code. The first lines of ten
 * seconds are written, the rest of them counted, and the count is written when the ten seconds are over (invariants 6.2).
 * What is not written is not formatted, stack traces least of all.
 */
public final class FloodFilter extends Filter<ILoggingEvent> {
    public static final int LINES_MAX = 20;
    public static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final int CODES_MAX = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(FloodFilter.class);

    private final LongSupplier nanos;
    private final AtomicLong suppressed = new AtomicLong();
    private final Map<Code, Window> windows = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Code, Window> eldest) {
            return size() > CODES_MAX;
        }
    };

    private record Code(String logger, String text) {}

    private static final class Window {
        private long sinceNanos;
        private int lines;
        private long left;

        Window(long now) {
            sinceNanos = now;
        }
    }

    public FloodFilter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Stands at every appender there is now. */
    public static FloodFilter install(LongSupplier nanos) {
        FloodFilter filter = new FloodFilter(nanos);
        filter.start();
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            Iterator<Appender<ILoggingEvent>> appenders =
                    context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
            while (appenders.hasNext()) {
                appenders.next().addFilter(filter);
            }
        }
        return filter;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (event.getLevel().toInt() < Level.INFO_INT || event.getLoggerName().equals(LOG.getName())) {
            return FilterReply.NEUTRAL;
        }
        String text = event.getMessage() == null ? "" : event.getMessage();
        Long left = enter(new Code(event.getLoggerName(), text));
        if (left == null) {
            suppressed.incrementAndGet();
            return FilterReply.DENY;
        }
        if (left > 0) {
            LOG.atWarn()
                    .addKeyValue("logger", event.getLoggerName())
                    .addKeyValue("text", text)
                    .addKeyValue("times", left)
                    .log("the same line came more often than it was written");
        }
        return FilterReply.NEUTRAL;
    }

    /** How many were left out before this one, or null if this one is left out, too. */
    private synchronized @Nullable Long enter(Code code) {
        long now = nanos.getAsLong();
        Window window = windows.computeIfAbsent(code, fresh -> new Window(now));
        long before = 0;
        if (now - window.sinceNanos >= WINDOW_NANOS) {
            before = window.left;
            window.sinceNanos = now;
            window.lines = 0;
            window.left = 0;
        }
        if (window.lines >= LINES_MAX) {
            window.left++;
            return null;
        }
        window.lines++;
        return before;
    }

    public long suppressed() {
        return suppressed.get();
    }
}
