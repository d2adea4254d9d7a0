package io.ohmgate.api.account;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * bcrypt, on threads of its own: one comparison takes a quarter of a second of a core. Two threads and a short queue
 * bound what guessing can cost us; when the queue is full, logging in is refused for the moment.
 */
@Component
public class Passwords implements DisposableBean {
    static final int COST = 12;
    public static final int LENGTH_MIN = 12;
    /** bcrypt looks at no more than this. */
    public static final int BYTES_MAX = 72;

    private static final int THREADS = 2;
    private static final int WAITING_MAX = 64;
    private final BCryptPasswordEncoder bcrypt;
    private final Scheduler threads = Schedulers.newBoundedElastic(THREADS, WAITING_MAX, "password");
    /** Compared when there is no such user, so that "no such user" takes as long as "wrong password". */
    private final Mono<String> nobodys;

    Passwords(SecureRandom random) {
        this.bcrypt = new BCryptPasswordEncoder(COST, random);
        byte[] unknowable = new byte[16];
        random.nextBytes(unknowable);
        this.nobodys = hash(new String(unknowable, StandardCharsets.ISO_8859_1)).cache();
    }

    public Mono<String> hash(String password) {
        return Mono.fromCallable(() -> encoded(password)).subscribeOn(threads);
    }

    private String encoded(String password) {
        String hash = bcrypt.encode(password);
        if (hash == null) {
            throw new IllegalStateException("bcrypt gave nothing");
        }
        return hash;
    }

    /** Takes as long for a null hash (no such user) as for a real one. */
    public Mono<Boolean> matches(String password, @Nullable String hash) {
        if (password.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            return matches("", null);
        }
        return (hash == null ? nobodys : Mono.just(hash))
                .publishOn(threads)
                .map(known -> bcrypt.matches(password, known) && hash != null);
    }

    @Override
    public void destroy() {
        threads.dispose();
    }
}
