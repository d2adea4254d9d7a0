package io.ohmgate.api.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the running application that speaks plain HTTP, as other people's clients do. */
final class Api {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);
    private static final int BUSY_MAX = 30;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern CODE = Pattern.compile("验证码 (\\d{6})");
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI base;
    private final Path data;

    Api(int port, Path data) {
        this.base = URI.create("http://127.0.0.1:" + port);
        this.data = data;
    }

    record Answer(int status, String body, java.net.http.HttpHeaders headers) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String code() {
            return json().path("code").asString();
        }

        String text(String field) {
            return json().path(field).asString();
        }
    }

    Answer get(String path, @Nullable String token) {
        return send(request(path, token).GET());
    }

    Answer post(String path, @Nullable String token, String json) {
        return call("POST", path, token, json);
    }

    Answer call(String method, String path, @Nullable String token, String json) {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .method(method, HttpRequest.BodyPublishers.ofString(json)));
    }

    Answer keyed(String path, String token, String key, String json) {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    Answer csv(String token, String text) {
        return send(request("/api/v1/piles/import", token)
                .header("Content-Type", "text/csv; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(text)));
    }

    HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** A node that is busy says so and has done nothing: then it is asked again, as a polite client does. */
    Answer send(HttpRequest.Builder request) {
        Answer answer = sendOnce(request);
        for (int again = 0; again < BUSY_MAX && isBusy(answer); again++) {
            LockSupport.parkNanos(BUSY_PAUSE.toNanos());
            answer = sendOnce(request);
        }
        return answer;
    }

    private static boolean isBusy(Answer answer) {
        return answer.status() == 503 && answer.body().contains("\"code\":\"OVERLOADED\"");
    }

    private Answer sendOnce(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String staffToken(String username, String password) {
        Answer answer = post(
                "/api/v1/auth/login", null, "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
        return answer.text("accessToken");
    }

    String adminToken() {
        try {
            return staffToken(
                    "admin",
                    Files.readString(data.resolve("secrets").resolve("admin-password"))
                            .strip());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String driverToken(String phone) {
        post("/api/v1/auth/sms-codes", null, "{\"phone\":\"" + phone + "\"}");
        return post("/api/v1/auth/sms-login", null, "{\"phone\":\"" + phone + "\",\"code\":\"" + codeFor(phone) + "\"}")
                .text("accessToken");
    }

    /** The newest code in the outbox for this phone. */
    String codeFor(String phone) {
        return codesFor(phone).getLast();
    }

    List<String> codesFor(String phone) {
        try {
            return Files.readAllLines(data.resolve("outbox").resolve("sms.jsonl")).stream()
                    .filter(line -> line.contains(phone))
                    .map(CODE::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
