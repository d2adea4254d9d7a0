package io.ohmgate.loadtest.product;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The product from outside: its REST interface, and the files an operator of it can read. */
public final class Product {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
    private static final int MANY = 20;
    private static final Duration MESSAGE_MAX = Duration.ofSeconds(5);

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http;
    private final URI base;
    private final Path dataDir;

    public Product(URI base, Path dataDir) {
        this.base = base;
        this.dataDir = dataDir;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    /** An answer: any status, the body as JSON. */
    public record Answer(int status, JsonNode body) {
        public JsonNode orThrow(String what) {
            if (status / 100 != 2) {
                throw new IllegalStateException(what + ": " + status + " " + body);
            }
            return body;
        }
    }

    public String loginAsAdmin() throws IOException, InterruptedException {
        String password = Files.readString(dataDir.resolve("secrets").resolve("admin-password"))
                .strip();
        var login = json.createObjectNode().put("username", "admin").put("password", password);
        return post("/api/v1/auth/login", null, null, login.toString())
                .orThrow("login")
                .get("accessToken")
                .asString();
    }

    /** A driver as the mini-program makes one: a code by message, which the embedded default writes to a file. */
    public String loginAsDriver(String phone) throws IOException, InterruptedException {
        var ask = json.createObjectNode().put("phone", phone);
        post("/api/v1/auth/sms-codes", null, null, ask.toString()).orThrow("asking for a code");
        String code = codeFor(phone);
        var login = json.createObjectNode().put("phone", phone).put("code", code);
        return post("/api/v1/auth/sms-login", null, null, login.toString())
                .orThrow("driver login")
                .get("accessToken")
                .asString();
    }

    /** As one by one, but the messages are read once: their file grows with each of them. */
    public List<String> loginAsDrivers(List<String> phones) throws IOException, InterruptedException {
        if (phones.size() < MANY) {
            List<String> tokens = new ArrayList<>();
            for (String phone : phones) {
                tokens.add(loginAsDriver(phone));
            }
            return tokens;
        }
        for (String phone : phones) {
            post(
                            "/api/v1/auth/sms-codes",
                            null,
                            null,
                            json.createObjectNode().put("phone", phone).toString())
                    .orThrow("asking for a code");
        }
        codeFor(phones.getLast());
        Map<String, String> codes = new HashMap<>();
        for (String line : Files.readAllLines(outbox())) {
            JsonNode message = json.readTree(line);
            Matcher code = CODE.matcher(message.path("text").asString(""));
            if (code.find()) {
                codes.put(message.path("phone").asString(""), code.group());
            }
        }
        List<String> tokens = new ArrayList<>();
        for (String phone : phones) {
            var login = json.createObjectNode().put("phone", phone).put("code", codes.getOrDefault(phone, ""));
            tokens.add(post("/api/v1/auth/sms-login", null, null, login.toString())
                    .orThrow("driver login")
                    .get("accessToken")
                    .asString());
        }
        return tokens;
    }

    private Path outbox() {
        return dataDir.resolve("outbox").resolve("sms.jsonl");
    }

    private String codeFor(String phone) throws IOException, InterruptedException {
        Path outbox = outbox();
        long end = System.nanoTime() + MESSAGE_MAX.toNanos();
        while (System.nanoTime() < end) {
            List<String> lines = Files.exists(outbox) ? Files.readAllLines(outbox) : List.of();
            for (String line : lines.reversed()) {
                JsonNode message = json.readTree(line);
                Matcher code = CODE.matcher(message.path("text").asString(""));
                if (message.path("phone").asString("").equals(phone) && code.find()) {
                    return code.group();
                }
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("no message with a code came to " + outbox);
    }

    /** An answer that is no JSON. */
    public String text(String path, String token) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request(path, token).GET().build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + response.statusCode());
        }
        return response.body();
    }

    public Answer get(String path, String token) throws IOException, InterruptedException {
        return answer(http.send(request(path, token).GET().build(), HttpResponse.BodyHandlers.ofString()));
    }

    public Answer post(String path, @Nullable String token, @Nullable String key, String body)
            throws IOException, InterruptedException {
        return answer(http.send(posting(path, token, key, body), HttpResponse.BodyHandlers.ofString()));
    }

    public Answer put(String path, String token, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path, token)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    public Answer postCsv(String path, String token, String csv) throws IOException, InterruptedException {
        HttpRequest request = request(path, token)
                .header("Content-Type", "text/csv; charset=utf-8")
                .timeout(Duration.ofMinutes(2))
                .POST(HttpRequest.BodyPublishers.ofString(csv))
                .build();
        return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    public CompletableFuture<Answer> postLater(String path, String token, String key, String body) {
        return http.sendAsync(posting(path, token, key, body), HttpResponse.BodyHandlers.ofString())
                .thenApply(this::answer);
    }

    public CompletableFuture<Answer> getLater(String path, String token) {
        return http.sendAsync(request(path, token).GET().build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(this::answer);
    }

    public JsonMapper json() {
        return json;
    }

    private HttpRequest posting(String path, @Nullable String token, @Nullable String key, String body) {
        HttpRequest.Builder builder = request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            builder.header("Idempotency-Key", key);
        }
        return builder.build();
    }

    private HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        return token == null ? builder : builder.header("Authorization", "Bearer " + token);
    }

    private Answer answer(HttpResponse<String> response) {
        String body = response.body();
        return new Answer(response.statusCode(), body.isBlank() ? json.createObjectNode() : json.readTree(body));
    }
}
