package io.ohmgate.api.ws;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client as a browser is one. */
final class TestSocket implements WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    TestSocket(SocketStage stage) {
        this(stage, null);
    }

    TestSocket(SocketStage stage, @Nullable String origin) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (origin != null) {
            builder = builder.header("Origin", origin);
        }
        socket = builder.buildAsync(stage.uri(), this).join();
    }

    TestSocket auth(String ticket) {
        return send("{\"op\":\"auth\",\"ticket\":\"" + ticket + "\"}");
    }

    TestSocket subscribe(String topic) {
        return send("{\"op\":\"subscribe\",\"topic\":\"" + topic + "\"}");
    }

    TestSocket subscribe(String topic, long after) {
        return send("{\"op\":\"subscribe\",\"topic\":\"" + topic + "\",\"after\":" + after + "}");
    }

    TestSocket send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    void sendBinary() {
        socket.sendBinary(ByteBuffer.allocate(3), true).join();
    }

    /** The next message that is wanted; the others are passed over. */
    JsonNode next(Predicate<JsonNode> wanted) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode message = heard.poll(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError("nothing like it came; closed: " + closed);
            }
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    JsonNode next(String type) throws InterruptedException {
        return next(message -> message.path("type").asString().equals(type));
    }

    /** What came without being asked for yet. */
    List<JsonNode> drain() {
        List<JsonNode> all = new ArrayList<>();
        heard.drainTo(all);
        return all;
    }

    int closeCode() throws InterruptedException, ExecutionException, TimeoutException {
        return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** As when the phone loses its network. */
    void cut() {
        socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            heard.add(JSON.readTree(part.toString()));
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }
}
