package io.ohmgate.api.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * The one door to Redis, whether it is a single server, a set with Sentinels or a cluster. Two lines lead through it, one
 * that collects writes and one for questions.
 *
 * <p>Every command is over after {@link #COMMAND}, and fails at once while Redis is away; none is sent twice by itself. A
 * server that has become silent is noticed within {@link AnswerWatch#PATIENCE} and {@link #PULSE}, and dialled anew.
 *
 * <p>Keys: in a cluster a script or a command of several keys may touch one slot only. Put the part that they share in
 * braces, as in {@code ohmgate:x:{42}:a} and {@code ohmgate:x:{42}:b}. {@code MGET}, {@code DEL} and the like are the
 * exception: the client splits them by slot. Scripts go as {@code EVAL} with their text: a hash of it is forgotten by
 * {@code SCRIPT FLUSH}, a restart or a failover.
 *
 * <p>Answers come on the client's own threads: do nothing there that takes time.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // The futures that are not kept are counted or timed only; their answers reach the
// caller by another one.
public final class RedisConnections implements AutoCloseable {
    public static final Duration COMMAND = Duration.ofMillis(500);
    static final Duration CONNECT = Duration.ofSeconds(2);

    /** How often each line is asked whether it is alive. */
    static final Duration PULSE = Duration.ofSeconds(2);

    /** Commands on their way; above the largest batch, and an end to memory if Redis stalls. */
    public static final int QUEUE_MAX = 10_000;

    /** What was redirected within a cluster waits for another flush: it gets one this often until the batch is over. */
    private static final Duration FLUSHED_AGAIN = Duration.ofMillis(20);

    private static final Duration RECONNECT_MIN = Duration.ofMillis(100);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(3);
    private static final int THREADS = 2;

    private final ClientResources resources;
    private final RedisDialer dialer;
    private final KeptLine writing;
    private final KeptLine reading;
    private final Future<?> pulse;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong losses = new AtomicLong();
    private final List<Runnable> lossListeners = new CopyOnWriteArrayList<>();
    private final LossMarks marks = new LossMarks(UUID.randomUUID().toString(), this::lost);
    /** Batches go one after the other into the buffer, so that each finds the mark of the one before. */
    private final Lock order = new ReentrantLock();

    public RedisConnections(RedisAddress address) {
        this.resources = resources();
        this.dialer = RedisDialer.of(address, resources);
        this.writing = new KeptLine(
                () -> dialer.dialling().get().thenApply(line -> {
                    line.connection().setAutoFlushCommands(false);
                    return line;
                }),
                System::nanoTime);
        this.reading = new KeptLine(dialer.dialling(), System::nanoTime);
        this.pulse = resources
                .eventExecutorGroup()
                .scheduleWithFixedDelay(this::beat, 0, PULSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ClientResources resources() {
        return DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
                // Nodes that lost the same server must not come back to it in step.
                .reconnectDelay(Delay.fullJitter(RECONNECT_MIN, RECONNECT_MAX, 100, TimeUnit.MILLISECONDS))
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        channel.pipeline().addFirst(new AnswerWatch());
                    }
                })
                .build();
    }

    /**
     * One question; empty if the answer is null. Over after {@link #COMMAND}, and twice that if the line has to be dialled.
     */
    public <T> Mono<T> ask(Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> question) {
        return Mono.defer(() -> Mono.fromFuture(reading.get(), true)
                .timeout(COMMAND)
                .flatMap(line -> {
                    requireRoom();
                    underWay.incrementAndGet();
                    CompletableFuture<T> answer =
                            question.apply(line.commands()).toCompletableFuture();
                    answer.whenComplete((value, failure) -> underWay.decrementAndGet());
                    return Mono.fromFuture(answer, true).doOnError(failure -> leaveReplica(reading, line, failure));
                }));
    }

    /**
     * Many commands in one go: nothing is sent until all of them are in the buffer. The answers come in their order; if some
     * fail the whole fails, after all of them are over.
     */
    public <T> Mono<List<T>> batch(
            Function<RedisClusterAsyncCommands<String, String>, ? extends List<? extends CompletionStage<T>>>
                    commands) {
        return Mono.defer(() -> Mono.fromFuture(writing.get(), true)
                .timeout(COMMAND)
                .flatMap(line -> {
                    List<CompletableFuture<T>> answers = issued(line, commands);
                    CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
                    all.whenComplete((values, failure) -> underWay.addAndGet(-answers.size()));
                    return Mono.fromFuture(all, true)
                            .then(Mono.fromSupplier(() -> answers.stream()
                                    .map(CompletableFuture::join)
                                    .toList()))
                            .doOnError(failure -> leaveReplica(writing, line, failure));
                }));
    }

    private <T> List<CompletableFuture<T>> issued(
            RedisLine line,
            Function<RedisClusterAsyncCommands<String, String>, ? extends List<? extends CompletionStage<T>>>
                    commands) {
        requireRoom();
        order.lock();
        try {
            List<CompletableFuture<T>> answers = commands.apply(line.commands()).stream()
                    .map(CompletionStage::toCompletableFuture)
                    .toList();
            underWay.addAndGet(answers.size());
            CompletableFuture<?> marked = marks.addTo(line);
            flush(
                    line,
                    CompletableFuture.allOf(
                            Stream.concat(answers.stream(), Stream.of(marked)).toArray(CompletableFuture<?>[]::new)));
            return answers;
        } finally {
            order.unlock();
        }
    }

    private void flush(RedisLine line, CompletableFuture<Void> all) {
        line.flush();
        if (line.redirects()) {
            Future<?> again = resources
                    .eventExecutorGroup()
                    .scheduleAtFixedRate(
                            line::flush, FLUSHED_AGAIN.toMillis(), FLUSHED_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            all.whenComplete((values, failure) -> again.cancel(false));
        }
    }

    private void requireRoom() {
        if (underWay.get() >= QUEUE_MAX) {
            throw new RedisException("too many commands are under way");
        }
    }

    /** A master that was demoted and kept our connection: who is dialled anew is asked for first. */
    private static void leaveReplica(KeptLine kept, RedisLine line, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RedisReadOnlyException && !line.redirects()) {
            kept.drop(line);
        }
    }

    private void beat() {
        writing.beat();
        reading.beat();
        // A batch of nothing but marks: what was lost is noticed although nobody writes.
        batch(commands -> List.<CompletionStage<String>>of()).subscribe(nothing -> {}, failure -> {});
    }

    /**
     * Is told that what was written before may be gone although it was acknowledged: after a restart of Redis without its
     * data, {@code FLUSHALL}, or a failover to a replica that was behind. Whoever keeps something there writes all of it
     * again. May be told more often than needed; must return at once.
     */
    public void onLoss(Runnable listener) {
        lossListeners.add(listener);
    }

    private void lost() {
        losses.incrementAndGet();
        lossListeners.forEach(Runnable::run);
    }

    /** How often something was lost. */
    public long losses() {
        return losses.get();
    }

    /** Whether it answered when it was last asked, at most some seconds ago; in a cluster, whether any master did. */
    public boolean isUp() {
        return reading.isAlive();
    }

    /** Commands that wait for their answer. */
    public int underWay() {
        return underWay.get();
    }

    @Override
    public void close() {
        pulse.cancel(false);
        writing.close();
        reading.close();
        dialer.client().shutdown(Duration.ZERO, COMMAND);
        resources.shutdown(0, COMMAND.toMillis(), TimeUnit.MILLISECONDS);
    }
}
