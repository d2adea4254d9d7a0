package io.ohmgate.api.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The product's REST interface, and the two files that its operator reads: the password and the messages. */
final class Rest {
    private static final int BUSY_MAX = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final int port;
    private final Path data;

    Rest(int port, Path data) {
        this.port = port;
        this.data = data;
    }

    record Answer(int status, JsonNode body) {
        /** @throws AssertionError if it is a refusal */
        JsonNode good() {
            if (status / 100 != 2) {
                throw new AssertionError(status + " " + body);
            }
            return body;
        }

        String code() {
            return body.path("code").asString("");
        }
    }

    String loginAsAdmin() throws IOException, InterruptedException {
        String password = Files.readString(data.resolve("secrets").resolve("admin-password"))
                .strip();
        return post("/api/v1/auth/login", null, Map.of("username", "admin", "password", password))
                .good()
                .get("accessToken")
                .asString();
    }

    String loginAsDriver(String phone) throws IOException, InterruptedException {
        post("/api/v1/auth/sms-codes", null, Map.of("phone", phone)).good();
        String code = Awaitility.await().until(() -> codeFor(phone), found -> !found.isEmpty());
        return post("/api/v1/auth/sms-login", null, Map.of("phone", phone, "code", code))
                .good()
                .get("accessToken")
                .asString();
    }

    private String codeFor(String phone) throws IOException {
        Path outbox = data.resolve("outbox").resolve("sms.jsonl");
        List<String> lines = Files.exists(outbox) ? Files.readAllLines(outbox) : List.of();
        for (String line : lines.reversed()) {
            JsonNode message = JSON.readTree(line);
            Matcher code = CODE.matcher(message.path("text").asString(""));
            if (message.path("phone").asString("").equals(phone) && code.find()) {
                return code.group();
            }
        }
        return "";
    }

    Answer get(String path, String token) throws IOException, InterruptedException {
        return send(request(path, token).GET());
    }

    Answer post(String path, @Nullable String token, Object body) throws IOException, InterruptedException {
        return post(path, token, UUID.randomUUID().toString(), body);
    }

    Answer post(String path, @Nullable String token, String key, Object body) throws IOException, InterruptedException {
        return send(json(path, token).header("Idempotency-Key", key).POST(written(body)));
    }

    /** A tap that is a step of a trace of the caller's. */
    Answer postTraced(String path, String token, String traceparent, Object body)
            throws IOException, InterruptedException {
        return send(json(path, token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("traceparent", traceparent)
                .POST(written(body)));
    }

    Answer put(String path, String token, Object body) throws IOException, InterruptedException {
        return send(json(path, token).PUT(written(body)));
    }

    Answer postCsv(String path, String token, String csv) throws IOException, InterruptedException {
        return send(request(path, token)
                .header("Content-Type", "text/csv; charset=utf-8")
                .POST(BodyPublishers.ofString(csv)));
    }

    Answer postBytes(String path, String token, byte[] bytes) throws IOException, InterruptedException {
        return send(request(path, token)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(bytes)));
    }

    LiveClient live(String token) throws IOException, InterruptedException {
        String ticket =
                post("/api/v1/ws-tickets", token, Map.of()).good().get("ticket").asString();
        return LiveClient.open(http, URI.create("ws://127.0.0.1:" + port + "/ws/v1"), ticket);
    }

    private static HttpRequest.BodyPublisher written(Object body) {
        return BodyPublishers.ofString(JSON.writeValueAsString(body));
    }

    private HttpRequest.Builder json(String path, @Nullable String token) {
        return request(path, token).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** A node that is busy says so and has done nothing: then it is asked again, as a polite client does. */
    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (int again = 0; again < BUSY_MAX && isBusy(response); again++) {
            TimeUnit.SECONDS.sleep(1);
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
        String body = response.body();
        return new Answer(response.statusCode(), body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body));
    }

    private static boolean isBusy(HttpResponse<String> response) {
        return response.statusCode() == 503 && response.body().contains("\"code\":\"OVERLOADED\"");
    }
}
