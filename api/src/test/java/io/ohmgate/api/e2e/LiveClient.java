package io.ohmgate.api.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the live socket that remembers everything it was told, except heartbeats. */
final class LiveClient implements WebSocket.Listener {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;
    private volatile int closedWith;

    /** A message about a topic. */
    record Heard(String type, long seq, long arrivedNanos, JsonNode data) {
        static Heard of(JsonNode message) {
            return new Heard(
                    message.path("type").asString(),
                    message.path("seq").asLong(0),
                    System.nanoTime(),
                    message.path("data"));
        }

        String state() {
            return data.path("state").asString("");
        }

        long energy() {
            return data.path("live").path("energy").asLong(0);
        }
    }

    static LiveClient open(HttpClient http, URI address, String ticket) {
        LiveClient client = new LiveClient();
        client.socket = http.newWebSocketBuilder().buildAsync(address, client).join();
        client.say(Map.of("op", "auth", "ticket", ticket));
        return client;
    }

    void subscribe(String topic) {
        say(Map.of("op", "subscribe", "topic", topic));
    }

    void subscribe(String topic, long after) {
        say(Map.of("op", "subscribe", "topic", topic, "after", after));
    }

    List<Heard> heard() {
        return heard;
    }

    List<Heard> heard(Predicate<Heard> which) {
        return heard.stream().filter(which).toList();
    }

    /** The platform's close code; 0 while it is open. */
    int closedWith() {
        return closedWith;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closedWith = code;
        return null;
    }

    /** As a phone in a tunnel: no close frame. */
    void cut() {
        open().abort();
    }

    private void say(Map<String, Object> message) {
        open().sendText(JSON.writeValueAsString(message), true).join();
    }

    private WebSocket open() {
        if (socket == null) {
            throw new IllegalStateException("not open");
        }
        return socket;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        partial.append(text);
        if (last) {
            JsonNode message = JSON.readTree(partial.toString());
            partial.setLength(0);
            if (!message.path("type").asString("").equals("heartbeat")) {
                heard.add(Heard.of(message));
            }
        }
        from.request(1);
        return null;
    }
}
