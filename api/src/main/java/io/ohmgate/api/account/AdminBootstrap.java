package io.ohmgate.api.account;

import io.ohmgate.api.db.Database;
import io.ohmgate.api.security.StaffRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The first start makes the tenant and its administrator. There is no default password: one is made, and lies in a file
 * that only the owner of the data directory can read. Only the place is ever printed.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class AdminBootstrap implements ApplicationRunner {
    public static final String USERNAME = "admin";
    private static final int PASSWORD_BYTES = 18;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private final Database db;
    private final StaffUsers users;
    private final Passwords passwords;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Path passwordFile;
    private final String tenantCode;
    private final String tenantName;
    private final DriverTenant tenant;

    AdminBootstrap(
            Database general,
            StaffUsers users,
            Passwords passwords,
            SecureRandom random,
            InstantSource clock,
            DriverTenant tenant,
            @Value("${ohmgate.data-dir:data}") Path data,
            @Value("${ohmgate.tenant.code:ohmgate}") String tenantCode,
            @Value("${ohmgate.tenant.name:Ohmgate}") String tenantName) {
        this.db = general;
        this.users = users;
        this.passwords = passwords;
        this.random = random;
        this.clock = clock;
        this.tenant = tenant;
        this.passwordFile = data.resolve("secrets").resolve("admin-password");
        this.tenantCode = tenantCode;
        this.tenantName = tenantName;
    }

    /** Waits for the result: nobody can log in before, so there is nothing else to do yet. */
    @Override
    public void run(ApplicationArguments arguments) throws IOException, InterruptedException, TimeoutException {
        try {
            seed().toFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the tenant and its administrator could not be made", e.getCause());
        }
    }

    /** Where the generated password lies, as long as nobody has removed it. */
    public Path passwordFile() {
        return passwordFile;
    }

    private Mono<Void> seed() {
        return makeTenant()
                .then(tenant.id())
                .flatMap(id -> users.anyIn(id).flatMap(any -> any ? Mono.empty() : makeAdmin(id)));
    }

    private Mono<Void> makeTenant() {
        return db.sql()
                .sql("INSERT INTO tenant (code, name, created_at) VALUES (:code, :name, :now)")
                .bind("code", tenantCode)
                .bind("name", tenantName)
                .bind("now", clock.instant())
                .then()
                .onErrorResume(DuplicateKeyException.class, there -> Mono.empty());
    }

    /** The file first: a crash in between leaves a password without a user, and the next start makes both anew. */
    private Mono<Void> makeAdmin(long tenantId) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return passwords
                .hash(password)
                .flatMap(hash -> Mono.fromCallable(() -> {
                            Files.deleteIfExists(passwordFile);
                            KeyFile.writeSecret(passwordFile, password);
                            return hash;
                        })
                        .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic()))
                .flatMap(hash -> users.create(tenantId, USERNAME, hash, StaffRole.ADMIN))
                .then();
    }
}
