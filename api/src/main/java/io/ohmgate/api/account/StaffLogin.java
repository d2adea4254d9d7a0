package io.ohmgate.api.account;

import io.ohmgate.api.db.Database;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.AccessTokens;
import io.ohmgate.api.security.IssuedToken;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Logs staff in by password. Unknown, disabled and mistaken users hear the same words after the same time. */
@Component
public class StaffLogin {
    private static final Logger LOG = LoggerFactory.getLogger(StaffLogin.class);
    private final Database db;
    private final StaffUsers users;
    private final Passwords passwords;
    private final LoginAttempts attempts;
    private final PersonalData personal;
    private final AccessTokens tokens;

    StaffLogin(
            Database general,
            StaffUsers users,
            Passwords passwords,
            LoginAttempts attempts,
            PersonalData personal,
            AccessTokens tokens) {
        this.db = general;
        this.users = users;
        this.passwords = passwords;
        this.attempts = attempts;
        this.personal = personal;
        this.tokens = tokens;
    }

    public Mono<IssuedToken> login(String username, String password, String address) {
        byte[] account = personal.hash("staff", username.toLowerCase(Locale.ROOT));
        byte[] from = personal.hash("address", address);
        return db.detached(attempts.begin(account, from)
                .flatMap(attempt -> attempt.lockedFor()
                        .map(wait ->
                                Mono.<IssuedToken>error(ProblemException.retryAfter(ProblemCode.LOGIN_LOCKED, wait)))
                        .orElseGet(() -> look(username, password).flatMap(user -> ended(attempt, user)))));
    }

    private Mono<Optional<StaffUser>> look(String username, String password) {
        return users.login(username)
                .singleOptional()
                .flatMap(found -> passwords
                        .matches(
                                password,
                                found.map(StaffUsers.Login::passwordHash).orElse(null))
                        .map(right ->
                                found.map(StaffUsers.Login::user).filter(user -> right && user.disabledAt() == null)));
    }

    private Mono<IssuedToken> ended(LoginAttempts.Open attempt, Optional<StaffUser> user) {
        if (user.isEmpty()) {
            LOG.atInfo().log("a staff login failed");
            return attempts.end(attempt, false).then(Mono.error(() -> ProblemException.of(ProblemCode.LOGIN_FAILED)));
        }
        StaffUser member = user.get();
        return attempts.end(attempt, true).then(tokens.issueToStaff(member.tenantId(), member.id()));
    }
}
