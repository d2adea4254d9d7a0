package io.ohmgate.loadtest.attack;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.loadtest.measure.Schedule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Everything at the piles' port that is no pile, all at once: guessed numbers, noise, other protocols, frames that never
 * end, writers that take for ever, and clones of a good pile. Each kind comes from a line of addresses of its own.
 */
final class Attack {
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int NUMBERS_A_SOURCE = 5;
    private static final int GUESSERS = 16;
    private static final int HELD_OPEN = 100;
    private static final int NOISY = 6;
    private static final long PAUSE_MILLIS = 25;
    private static final long CLONE_PAUSE_MILLIS = 1_000;
    private static final int GARBAGE_BYTES = 600;
    private static final int ADDRESSES = 250;

    /** What comes to the port. */
    enum Kind {
        /** Logins with random pile numbers, five from each address, so that the guard's ban does not spare the rest. */
        RANDOM_NUMBERS(64),
        /** The same from one address: what the guard is there for. */
        STUBBORN_GUESSER(65),
        GARBAGE(66),
        HTTP(67),
        TLS_HELLO(68),
        SSH_BANNER(69),
        /** The beginning of a login, and then nothing. */
        HALF_FRAME(70),
        /** A login at one byte a second. */
        SLOW_WRITER(71),
        /** The number of a pile that is there, from elsewhere. */
        CLONE(72);

        private final int line;

        Kind(int line) {
            this.line = line;
        }
    }

    private final InetSocketAddress port;
    private final Duration length;
    private final int numbers;
    private final PileNo victim;
    private final long seed;
    private final Map<Kind, LongAdder> connections = new EnumMap<>(Kind.class);
    private final Map<Kind, LongAdder> refused = new EnumMap<>(Kind.class);
    private final LongAdder letIn = new LongAdder();
    private final AtomicInteger nextNumber = new AtomicInteger();
    private volatile long endNanos;

    Attack(InetSocketAddress port, Duration length, int numbers, PileNo victim, long seed) {
        this.port = port;
        this.length = length;
        this.numbers = numbers;
        this.victim = victim;
        this.seed = seed;
        for (Kind kind : Kind.values()) {
            connections.put(kind, new LongAdder());
            refused.put(kind, new LongAdder());
        }
    }

    /** {@code refused} are those hung up on before they could say anything. */
    record Result(Map<Kind, Long> connections, Map<Kind, Long> refused, long letIn, int numbersTried) {
        static final Result NOTHING = new Result(Map.of(), Map.of(), 0, 0);
    }

    Result run() throws InterruptedException {
        endNanos = System.nanoTime() + length.toNanos();
        Schedule schedule = Schedule.spread(System.nanoTime(), length, numbers);
        List<Thread> threads = new ArrayList<>();
        start(threads, GUESSERS, worker -> guess(schedule));
        start(threads, 1, worker -> again(Kind.STUBBORN_GUESSER, worker, PAUSE_MILLIS));
        for (Kind kind : List.of(Kind.GARBAGE, Kind.HTTP, Kind.TLS_HELLO, Kind.SSH_BANNER)) {
            start(threads, NOISY, worker -> again(kind, worker, PAUSE_MILLIS));
        }
        start(threads, HELD_OPEN, worker -> again(Kind.HALF_FRAME, worker, PAUSE_MILLIS));
        start(threads, HELD_OPEN, worker -> again(Kind.SLOW_WRITER, worker, PAUSE_MILLIS));
        start(threads, 1, worker -> again(Kind.CLONE, worker, CLONE_PAUSE_MILLIS));
        for (Thread thread : threads) {
            thread.join();
        }
        return new Result(sums(connections), sums(refused), letIn.sum(), Math.min(numbers, nextNumber.get()));
    }

    @FunctionalInterface
    private interface Work {
        void of(int worker) throws InterruptedException;
    }

    private static void start(List<Thread> threads, int count, Work work) {
        for (int i = 0; i < count; i++) {
            int worker = i;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    work.of(worker);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
    }

    private void guess(Schedule schedule) throws InterruptedException {
        for (int i = nextNumber.getAndIncrement(); i < numbers; i = nextNumber.getAndIncrement()) {
            TimeUnit.NANOSECONDS.sleep(schedule.due(i) - System.nanoTime());
            once(Kind.RANDOM_NUMBERS, i / NUMBERS_A_SOURCE, i);
        }
    }

    private void again(Kind kind, int worker, long pauseMillis) throws InterruptedException {
        for (int i = 0; System.nanoTime() < endNanos; i++) {
            once(kind, worker, i);
            Thread.sleep(pauseMillis);
        }
    }

    private void once(Kind kind, int source, int turn) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed * 31 + kind.name().hashCode() + source * 7_919L + turn);
        counter(connections, kind).increment();
        try (Wire wire = new Wire(address(kind, source), port, TIMEOUT_MILLIS)) {
            attack(kind, wire, random);
        } catch (SocketTimeoutException stillOpen) {
            // Held open longer than a login may take would be a fault of the port; it shows in the count of let in.
            letInIfOpen(kind);
        } catch (IOException hungUp) {
            counter(refused, kind).increment();
        }
    }

    private void attack(Kind kind, Wire wire, SplittableRandom random) throws IOException, InterruptedException {
        switch (kind) {
            case RANDOM_NUMBERS, STUBBORN_GUESSER ->
                login(wire, new PileNo("8%013d".formatted(random.nextLong(10_000_000_000_000L))));
            case CLONE -> login(wire, victim);
            case GARBAGE -> {
                byte[] noise = new byte[GARBAGE_BYTES];
                random.nextBytes(noise);
                sayAndWait(wire, noise);
            }
            case HTTP -> sayAndWait(wire, ascii("GET / HTTP/1.1\r\nHost: charger\r\nUser-Agent: scanner\r\n\r\n"));
            case TLS_HELLO -> sayAndWait(wire, tlsHello(random));
            case SSH_BANNER -> sayAndWait(wire, ascii("SSH-2.0-OpenSSH_9.6\r\n"));
            case HALF_FRAME -> sayAndWait(wire, new byte[] {0x68, 0x22, 0, 0, 0, 1});
            case SLOW_WRITER -> {
                for (byte one : Wire.login(new PileNo("81234567890123"))) {
                    wire.says(new byte[] {one});
                    Thread.sleep(1_000);
                }
            }
        }
    }

    private void login(Wire wire, PileNo number) throws IOException {
        wire.says(Wire.login(number));
        if (wire.isLetIn()) {
            letIn.increment();
        }
    }

    private static void sayAndWait(Wire wire, byte[] bytes) throws IOException {
        wire.says(bytes);
        wire.waitsForTheEnd();
    }

    private void letInIfOpen(Kind kind) {
        if (kind == Kind.RANDOM_NUMBERS || kind == Kind.STUBBORN_GUESSER) {
            letIn.increment();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A record header and the beginning of a ClientHello; the rest is random, as a cipher list looks to a pile's port. */
    private static byte[] tlsHello(SplittableRandom random) {
        byte[] hello = new byte[200];
        random.nextBytes(hello);
        byte[] header = {0x16, 3, 1, 0, (byte) 195, 1, 0, 0, (byte) 191, 3, 3};
        System.arraycopy(header, 0, hello, 0, header.length);
        return hello;
    }

    private static String address(Kind kind, int source) {
        int line = kind.line;
        return "127." + line + "." + source / ADDRESSES % ADDRESSES + "." + (source % ADDRESSES + 1);
    }

    private static LongAdder counter(Map<Kind, LongAdder> counters, Kind kind) {
        return counters.computeIfAbsent(kind, fresh -> new LongAdder());
    }

    private static Map<Kind, Long> sums(Map<Kind, LongAdder> counters) {
        Map<Kind, Long> sums = new EnumMap<>(Kind.class);
        counters.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }
}
