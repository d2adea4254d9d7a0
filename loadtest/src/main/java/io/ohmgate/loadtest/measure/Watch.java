package io.ohmgate.loadtest.measure;

import io.ohmgate.loadtest.measure.ProcessTable.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Looks at processes once a second for as long as it is open. Names with several processes are added up. */
public final class Watch implements AutoCloseable {
    private static final int FILES_EVERY = 10;

    private final Map<String, List<Long>> watched;
    private final Map<String, Usage> first = new LinkedHashMap<>();
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
    private final long startNanos = System.nanoTime();
    private final Thread thread;
    private volatile boolean over;

    private Watch(Map<String, List<Long>> watched) {
        this.watched = watched;
        watched.forEach((name, pids) -> {
            first.put(name, sum(pids, true));
            samples.put(name, new ArrayList<>());
        });
        this.thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::look);
    }

    /** One look; {@code cpuPercent} is of one core since the look before. Files are counted in one look of ten, else 0. */
    public record Sample(int second, double cpuPercent, double rssMebibytes, int threads, int files) {}

    /** What a name's processes used from opening to closing, and how they stood in between. */
    public record Usages(long cpuMicros, double seconds, List<Sample> samples) {}

    public static Watch over(Map<String, List<Long>> watched) {
        Watch watch = new Watch(new LinkedHashMap<>(watched));
        watch.thread.start();
        return watch;
    }

    private void look() {
        Map<String, Long> before = new LinkedHashMap<>();
        first.forEach((name, usage) -> before.put(name, usage.cpuMicros()));
        try {
            for (int second = 1; !over; second++) {
                long due = startNanos + TimeUnit.SECONDS.toNanos(second);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                int now = second;
                watched.forEach((name, pids) -> {
                    Usage usage = sum(pids, now % FILES_EVERY == 1);
                    long used = usage.cpuMicros() - before.getOrDefault(name, 0L);
                    before.put(name, usage.cpuMicros());
                    List<Sample> of = samples.getOrDefault(name, new ArrayList<>());
                    synchronized (samples) {
                        of.add(new Sample(
                                now, used / 1e4, usage.rssKibibytes() / 1024.0, usage.threads(), usage.files()));
                    }
                });
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Usage sum(List<Long> pids, boolean withFiles) {
        long cpu = 0;
        long rss = 0;
        int threads = 0;
        int files = 0;
        for (long pid : pids) {
            Usage usage = ProcessTable.of(pid, withFiles);
            cpu += usage.cpuMicros();
            rss += usage.rssKibibytes();
            threads += usage.threads();
            files += usage.files();
        }
        return new Usage(cpu, rss, threads, files);
    }

    /** Ends the looking and tells what was seen. */
    public Map<String, Usages> end() {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        close();
        Map<String, Usages> usages = new LinkedHashMap<>();
        watched.forEach((name, pids) -> {
            long used = sum(pids, false).cpuMicros()
                    - first.getOrDefault(name, Usage.GONE).cpuMicros();
            synchronized (samples) {
                usages.put(name, new Usages(used, seconds, List.copyOf(samples.getOrDefault(name, List.of()))));
            }
        });
        return usages;
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
    }
}
