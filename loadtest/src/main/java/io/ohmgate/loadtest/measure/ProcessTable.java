package io.ohmgate.loadtest.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process as the system sees it ({@code /proc}). Nothing is asked of the process itself, so that measuring does not change
 * what is measured, and one that is stuck can be measured too.
 */
public final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    /** USER_HZ, which Linux has fixed at 100 for programs. */
    private static final long MICROS_A_TICK = 10_000;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private ProcessTable() {}

    /** What a process has used so far and holds now. */
    public record Usage(long cpuMicros, long rssKibibytes, int threads, int files) {
        public static final Usage GONE = new Usage(0, 0, 0, 0);
    }

    /** {@link Usage#GONE} if there is no such process any more. */
    public static Usage of(long pid) {
        return of(pid, true);
    }

    /** Counting the files of a process that has many thousands costs more than all the rest, so it can be left out. */
    public static Usage of(long pid, boolean withFiles) {
        Path process = PROC.resolve(Long.toString(pid));
        try {
            String stat = Files.readString(process.resolve("stat"));
            // The name stands in brackets and may hold blanks and brackets itself.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
            List<String> status = Files.readAllLines(process.resolve("status"));
            return new Usage(
                    ticks * MICROS_A_TICK,
                    number(status, "VmRSS:"),
                    (int) number(status, "Threads:"),
                    withFiles ? filesOf(process.resolve("fd")) : 0);
        } catch (IOException | NumberFormatException gone) {
            return Usage.GONE;
        }
    }

    private static int filesOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.count();
        } catch (IOException forbidden) {
            return 0;
        }
    }

    private static long number(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ", -1)[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    /** An argument of a process's command line, by what it begins with. */
    public static Optional<String> argument(long pid, String prefix) {
        try {
            String line = Files.readString(PROC.resolve(Long.toString(pid)).resolve("cmdline"));
            return Stream.of(line.split("\0"))
                    .filter(part -> part.startsWith(prefix))
                    .map(part -> part.substring(prefix.length()))
                    .findFirst();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
