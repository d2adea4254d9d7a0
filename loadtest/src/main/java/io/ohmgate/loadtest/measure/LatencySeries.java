package io.ohmgate.loadtest.measure;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * 延迟, in all and step by step. A sample belongs to the step in which it was <em>due</em>, so that a stall shows where it
 * began and not where it ended. One thread records; whole series are added up afterwards.
 */
public final class LatencySeries {
    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;
    private static final int DIGITS_OF_STEP = 2;
    /** A picture has no room for more. */
    private static final int STEPS_MAX = 900;

    private final long startNanos;
    private final int stepSeconds;
    private final Histogram total = new Histogram(MAX_MICROS, DIGITS);
    private final List<Histogram> steps = new ArrayList<>();

    private LatencySeries(long startNanos, int stepSeconds) {
        this.startNanos = startNanos;
        this.stepSeconds = stepSeconds;
    }

    public static LatencySeries of(long startNanos, int seconds) {
        return new LatencySeries(startNanos, Math.max(1, (seconds + STEPS_MAX - 1) / STEPS_MAX));
    }

    /** As another process wrote it. */
    public record Encoded(long startNanos, int stepSeconds, String total, List<String> steps) {}

    /** Counted from when it was due, whenever it was really sent: waiting in our own queue is latency too. */
    public void record(long dueNanos, long nowNanos) {
        long micros = Math.clamp(TimeUnit.NANOSECONDS.toMicros(nowNanos - dueNanos), 0, MAX_MICROS);
        total.recordValue(micros);
        long step = (dueNanos - startNanos) / TimeUnit.SECONDS.toNanos(stepSeconds);
        step(Math.clamp(step, 0, STEPS_MAX)).recordValue(micros);
    }

    private Histogram step(int step) {
        while (steps.size() <= step) {
            steps.add(new Histogram(DIGITS_OF_STEP));
        }
        return steps.get(step);
    }

    /** Both begin at the same moment with the same step. */
    public void add(LatencySeries other) {
        total.add(other.total);
        for (int i = 0; i < other.steps.size(); i++) {
            step(i).add(other.steps.get(i));
        }
    }

    public LatencySeries copy() {
        LatencySeries copy = new LatencySeries(startNanos, stepSeconds);
        copy.add(this);
        return copy;
    }

    public long count() {
        return total.getTotalCount();
    }

    public Latency digest() {
        List<Latency.Point> points = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Histogram step = steps.get(i);
            if (step.getTotalCount() > 0) {
                points.add(new Latency.Point(
                        i * stepSeconds,
                        step.getTotalCount(),
                        millis(step.getValueAtPercentile(50)),
                        millis(step.getValueAtPercentile(99)),
                        millis(step.getValueAtPercentile(99.9)),
                        millis(step.getMaxValue())));
            }
        }
        return new Latency(
                total.getTotalCount(),
                stepSeconds,
                millis(total.getValueAtPercentile(50)),
                millis(total.getValueAtPercentile(90)),
                millis(total.getValueAtPercentile(99)),
                millis(total.getValueAtPercentile(99.9)),
                millis(total.getMaxValue()),
                points);
    }

    private static double millis(long micros) {
        return micros / 1_000.0;
    }

    public Encoded encoded() {
        return new Encoded(
                startNanos,
                stepSeconds,
                encoded(total),
                steps.stream().map(LatencySeries::encoded).toList());
    }

    private static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        byte[] bytes = new byte[length];
        buffer.flip().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    public static LatencySeries of(Encoded encoded) {
        LatencySeries series = new LatencySeries(encoded.startNanos(), encoded.stepSeconds());
        series.total.add(histogram(encoded.total()));
        for (int i = 0; i < encoded.steps().size(); i++) {
            series.step(i).add(histogram(encoded.steps().get(i)));
        }
        return series;
    }

    private static Histogram histogram(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException broken) {
            throw new IllegalArgumentException("no histogram", broken);
        }
    }
}
