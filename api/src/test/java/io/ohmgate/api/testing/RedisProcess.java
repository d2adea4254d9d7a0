package io.ohmgate.api.testing;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.ohmgate.api.embedded.EmbeddedServers;
import io.ohmgate.api.embedded.LocalPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Redis (or a Sentinel) of a test's own, which it may stop, kill, fill and start again on the same port. Ends with the
 * JVM at the latest, by its own pid.
 */
public final class RedisProcess implements AutoCloseable {
    private static final int PORT_FIRST = 21_500;
    private static final int PORTS_A_JVM = 90;
    private static final int PORT_BLOCKS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger PORTS_USED = new AtomicInteger();

    private final Path home;
    private final int port;
    private final List<String> options;
    private Process process;

    private RedisProcess(Path home, int port, List<String> options) {
        this.home = home;
        this.port = port;
        this.options = options;
        this.process = launched();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-redis-" + port));
    }

    /** A server without persistence, answering when this returns. */
    public static RedisProcess start(String... options) {
        RedisProcess redis = new RedisProcess(freshHome(), freePort(), List.of(options));
        redis.awaitAnswer();
        return redis;
    }

    /** A program with a configuration file of its own, as a Sentinel wants it. */
    static RedisProcess startConfigured(int port, String configuration, String... options) {
        Path home = freshHome();
        try {
            Files.writeString(home.resolve("redis.conf"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RedisProcess redis = new RedisProcess(home, port, List.of(options));
        redis.awaitAnswer();
        return redis;
    }

    /** A port that no other test of this JVM, and hardly one of another JVM, is using. */
    static int freePort() {
        int block = (int) (ProcessHandle.current().pid() % PORT_BLOCKS);
        return LocalPorts.firstFreeFrom(PORT_FIRST + block * PORTS_A_JVM + PORTS_USED.getAndIncrement());
    }

    private static Path freshHome() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-redis")), "redis-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launched() {
        List<String> command = new ArrayList<>(List.of("/usr/bin/setpriv", "--pdeathsig", "KILL"));
        command.add(EmbeddedServers.redisProgram(TestServers.cache()).toString());
        Path configuration = home.resolve("redis.conf");
        if (Files.exists(configuration)) {
            command.add(configuration.toString());
        } else {
            command.addAll(
                    List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", home.toString()));
        }
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(options);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("redis.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> ask(RedisCommands::ping).equals("PONG"));
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** One question over a connection of its own. */
    public <T> T ask(Function<RedisCommands<String, String>, T> question) {
        try (RedisClient client = RedisClient.create(
                        RedisURI.builder().withHost("127.0.0.1").withPort(port).build());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        }
    }

    /** The value of a key, null if there is none. */
    public @Nullable String get(String key) {
        return ask(redis -> redis.get(key));
    }

    /** A command in words, for what the client has no method for. */
    public String say(CommandType type, String... words) {
        return ask(redis -> {
            CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
            for (String word : words) {
                args.add(word);
            }
            return redis.dispatch(type, new StatusOutput<>(StringCodec.UTF8), args);
        });
    }

    /** SIGSTOP: it keeps its sockets and answers nothing. */
    public void freeze() {
        Signals.stop(pid());
    }

    public void thaw() {
        Signals.goOn(pid());
    }

    /** {@code kill -9}; {@link #restart} brings it back, empty. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    public void restart() {
        process = launched();
        awaitAnswer();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
