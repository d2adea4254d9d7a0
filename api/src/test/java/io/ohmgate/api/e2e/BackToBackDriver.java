package io.ohmgate.api.e2e;

import io.ohmgate.api.e2e.Rest.Answer;
import io.ohmgate.api.e2e.Site.Driver;
import io.ohmgate.gateway.pile.GunId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * Somebody who charges at one gun again and again, with an app that gives up on nothing: a request without an answer is
 * sent again with the same key.
 */
final class BackToBackDriver implements Runnable {
    private static final int CHARGE_MILLIS_MIN = 8_000;
    private static final int CHARGE_MILLIS_MAX = 15_000;
    private static final Duration BETWEEN = Duration.ofMillis(500);
    /** More than enough for a charge of that length, and a hold that all guns together can have. */
    private static final long LIMIT_FEN = 1_000;

    private static final Set<String> ACTIVE = Set.of("CREATED", "START_SENT", "START_ACKED", "CHARGING", "STOPPING");

    private final Rest rest;
    private final GunId gun;
    private final Driver driver;
    private final RandomGenerator random;
    private final AtomicBoolean enough;
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();

    BackToBackDriver(Rest rest, GunId gun, Driver driver, RandomGenerator random, AtomicBoolean enough) {
        this.rest = rest;
        this.gun = gun;
        this.driver = driver;
        this.random = random;
        this.enough = enough;
    }

    /** Orders that the product said it has. */
    Queue<String> accepted() {
        return accepted;
    }

    @Override
    public void run() {
        try {
            for (int number = 0; !enough.get(); number++) {
                charge(gun + "-" + number);
                pause(BETWEEN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void charge(String key) throws InterruptedException {
        Map<String, Object> request = Map.of("gunId", gun.digits(), "limit", Map.of("amountFen", LIMIT_FEN));
        Answer start = answered(() -> rest.post("/api/v1/charging-orders", driver.token(), key, request));
        if (start.status() != 202) {
            return;
        }
        String id = start.body().get("id").asString();
        accepted.add(id);
        pause(Duration.ofMillis(random.nextInt(CHARGE_MILLIS_MIN, CHARGE_MILLIS_MAX)));
        String path = "/api/v1/charging-orders/" + id;
        answered(() -> rest.post(path + "/stop", driver.token(), "stop-" + id, Map.of()));
        while (ACTIVE.contains(answered(() -> rest.get(path, driver.token()))
                .body()
                .path("state")
                .asString(""))) {
            pause(BETWEEN);
        }
    }

    private interface Request {
        Answer send() throws IOException, InterruptedException;
    }

    /** Until there is an answer that means something. */
    private static Answer answered(Request request) throws InterruptedException {
        while (true) {
            try {
                Answer answer = request.send();
                if (answer.status() < 500 && !answer.code().equals("IDEMPOTENCY_KEY_IN_USE")) {
                    return answer;
                }
            } catch (IOException nobodyThere) {
                // The product is down: ask again.
            }
            pause(BETWEEN);
        }
    }

    private static void pause(Duration length) throws InterruptedException {
        Thread.sleep(length);
    }
}
