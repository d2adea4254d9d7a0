package io.ohmgate.api.account;

import io.ohmgate.api.db.Database;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.AccessTokens;
import io.ohmgate.api.security.IssuedToken;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Logs drivers in by a code sent to their phone; the first login makes the driver. */
@Component
public class DriverLogin {
    private final Database db;
    private final SmsCodes codes;
    private final Drivers drivers;
    private final LoginAttempts attempts;
    private final PersonalData personal;
    private final AccessTokens tokens;
    private final DriverTenant tenant;

    DriverLogin(
            Database general,
            SmsCodes codes,
            Drivers drivers,
            LoginAttempts attempts,
            PersonalData personal,
            AccessTokens tokens,
            DriverTenant tenant) {
        this.db = general;
        this.codes = codes;
        this.drivers = drivers;
        this.attempts = attempts;
        this.personal = personal;
        this.tokens = tokens;
        this.tenant = tenant;
    }

    public Mono<Void> requestCode(String phone, String address) {
        Phone number = parsed(phone);
        return tenant.id().flatMap(id -> codes.request(id, number, address));
    }

    public Mono<IssuedToken> login(String phone, String code, String address) {
        Phone number = parsed(phone);
        byte[] account = personal.hash("sms", number.digits());
        byte[] from = personal.hash("address", address);
        return db.detached(tenant.id()
                .flatMap(tenantId -> attempts.begin(account, from)
                        .flatMap(attempt -> attempt.lockedFor()
                                .map(wait -> Mono.<IssuedToken>error(
                                        ProblemException.retryAfter(ProblemCode.LOGIN_LOCKED, wait)))
                                .orElseGet(() -> codes.redeem(tenantId, number, code)
                                        .flatMap(right ->
                                                attempts.end(attempt, right).thenReturn(right))
                                        .flatMap(right -> right ? enter(tenantId, number) : wrong())))));
    }

    private Mono<IssuedToken> enter(long tenantId, Phone number) {
        return drivers.register(tenantId, number)
                .flatMap(driver -> tokens.issueToDriver(driver.tenantId(), driver.id()));
    }

    private static Mono<IssuedToken> wrong() {
        return Mono.error(() -> ProblemException.of(ProblemCode.SMS_CODE_WRONG));
    }

    private static Phone parsed(String phone) {
        return Phone.parse(phone).orElseThrow(() -> ProblemException.of(ProblemCode.PHONE_INVALID));
    }
}
