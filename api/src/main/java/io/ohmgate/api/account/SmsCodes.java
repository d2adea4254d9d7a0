package io.ohmgate.api.account;

import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.RandomIds;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Login codes by SMS (验证码): one use, five guesses, five minutes, bound to phone and purpose; a new code ends the one
 * before. The limits are counted and the code is written while one row is locked, so that no number of requests at once
 * gets past them. If anything fails, no code is sent.
 */
@Component
public class SmsCodes {
    public static final Duration LIFE = Duration.ofMinutes(5);
    public static final int GUESSES_MAX = 5;
    private static final Duration KEEP = Duration.ofDays(7);
    private static final String PURPOSE = "LOGIN";
    private static final Logger LOG = LoggerFactory.getLogger(SmsCodes.class);

    private final Database db;
    private final PersonalData personal;
    private final RandomIds ids;
    private final InstantSource clock;
    private final SmsSender sender;
    private final SmsLimits limits;
    private final SmsMeters meters;

    private record Newest(long id, String codeHash) {}

    SmsCodes(
            Database general,
            PersonalData personal,
            RandomIds ids,
            InstantSource clock,
            SmsSender sender,
            SmsLimits limits,
            SmsMeters meters) {
        this.db = general;
        this.personal = personal;
        this.ids = ids;
        this.clock = clock;
        this.sender = sender;
        this.limits = limits;
        this.meters = meters;
    }

    /** Sends a code, or fails with the problem that says why not. Known and unknown phones get the same answer. */
    public Mono<Void> request(long tenantId, Phone phone, String address) {
        String code = ids.loginCode();
        return db.detached(db.transaction(
                        "write login code", allow(phone, address).then(write(tenantId, phone, address, code)))
                .then(Mono.defer(() -> sender.send(phone, text(code))))
                .doOnSuccess(sent -> meters.sent(phone))
                .onErrorMap(failure -> !(failure instanceof ProblemException), failure -> {
                    LOG.atWarn()
                            .addKeyValue("cause", failure.getClass().getSimpleName())
                            .log("a login code was not sent");
                    return ProblemException.of(ProblemCode.SMS_UNAVAILABLE);
                }));
    }

    private static String text(String code) {
        return "【Ohmgate】验证码 " + code + "，5 分钟内有效。请勿告知他人。 Your login code is " + code + ", valid for 5 minutes.";
    }

    private Mono<Void> allow(Phone phone, String address) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return db.sql()
                    .sql("SELECT id FROM sms_gate WHERE id = 1 FOR UPDATE")
                    .map(row -> new Columns(row).number("id"))
                    .one()
                    .then(Mono.zip(
                            toPhone(phone, now),
                            count("ip_hash = :key", addressHash(address), now.minus(SmsLimits.HOUR)),
                            count("prefix_hash = :key", prefixHash(phone), now.minus(SmsLimits.DAY)),
                            count("created_at > :key", now.minus(SmsLimits.DAY), now.minus(SmsLimits.DAY))))
                    .map(sent -> limits.judge(
                            new SmsLimits.Sent(sent.getT1(), sent.getT2(), sent.getT3(), sent.getT4()), now))
                    .flatMap(refusal -> refusal.map(SmsCodes::refused).orElseGet(Mono::empty));
        });
    }

    private static Mono<Void> refused(SmsLimits.Refusal refusal) {
        return Mono.error(
                switch (refusal) {
                    case SmsLimits.Refusal.TooSoon soon ->
                        ProblemException.retryAfter(
                                ProblemCode.SMS_TOO_SOON, soon.left().plusMillis(999));
                    case SmsLimits.Refusal.LimitReached ignored -> ProblemException.of(ProblemCode.SMS_LIMIT_REACHED);
                });
    }

    private Mono<List<Instant>> toPhone(Phone phone, Instant now) {
        return db.sql()
                .sql("SELECT created_at FROM sms_code WHERE phone_hash = :phone AND created_at > :since"
                        + " ORDER BY id DESC LIMIT 100")
                .bind("phone", phoneHash(phone))
                .bind("since", now.minus(SmsLimits.DAY))
                .map(row -> new Columns(row).time("created_at"))
                .all()
                .collectList();
    }

    private Mono<Long> count(String condition, Object key, Instant since) {
        return db.sql()
                .sql("SELECT COUNT(*) AS n FROM sms_code WHERE " + condition + " AND created_at > :since")
                .bind("key", key)
                .bind("since", since)
                .map(row -> new Columns(row).number("n"))
                .one();
    }

    private Mono<Void> write(long tenantId, Phone phone, String address, String code) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return db.sql()
                    .sql("INSERT INTO sms_code (tenant_id, purpose, phone_hash, prefix_hash, ip_hash, code_hash,"
                            + " guesses, created_at, expires_at)"
                            + " VALUES (:tenant, :purpose, :phone, :prefix, :address, :code, 0, :now, :expires)")
                    .bind("tenant", tenantId)
                    .bind("purpose", PURPOSE)
                    .bind("phone", phoneHash(phone))
                    .bind("prefix", prefixHash(phone))
                    .bind("address", addressHash(address))
                    .bind("code", codeHash(tenantId, phone, code))
                    .bind("now", now)
                    .bind("expires", now.plus(LIFE))
                    .then();
        });
    }

    /** Uses the newest code up if it is this one. The guess is counted before the code is compared. */
    public Mono<Boolean> redeem(long tenantId, Phone phone, String code) {
        return newest(tenantId, phone)
                .filterWhen(newest -> changed(
                        "UPDATE sms_code SET guesses = guesses + 1"
                                + " WHERE id = :id AND used_at IS NULL AND guesses < " + GUESSES_MAX
                                + " AND expires_at > :now",
                        newest.id()))
                .filter(newest -> isSame(newest.codeHash(), codeHash(tenantId, phone, code)))
                .flatMap(newest ->
                        changed("UPDATE sms_code SET used_at = :now WHERE id = :id AND used_at IS NULL", newest.id()))
                .doOnNext(right -> {
                    if (right) {
                        meters.redeemed(phone);
                    }
                })
                .defaultIfEmpty(false);
    }

    private Mono<Newest> newest(long tenantId, Phone phone) {
        return db.sql()
                .sql("SELECT id, code_hash FROM sms_code WHERE phone_hash = :phone AND tenant_id = :tenant"
                        + " AND purpose = :purpose ORDER BY id DESC LIMIT 1")
                .bind("phone", phoneHash(phone))
                .bind("tenant", tenantId)
                .bind("purpose", PURPOSE)
                .map(row -> {
                    Columns columns = new Columns(row);
                    return new Newest(columns.number("id"), columns.hex("code_hash"));
                })
                .one();
    }

    private static boolean isSame(String storedHash, byte[] hash) {
        return MessageDigest.isEqual(HexFormat.of().parseHex(storedHash), hash);
    }

    private Mono<Boolean> changed(String update, long id) {
        return Mono.defer(() -> db.sql()
                .sql(update)
                .bind("now", clock.instant())
                .bind("id", id)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    Mono<Long> forgetOld() {
        return db.sql()
                .sql("DELETE FROM sms_code WHERE created_at < :before LIMIT 10000")
                .bind("before", clock.instant().minus(KEEP))
                .fetch()
                .rowsUpdated();
    }

    private byte[] phoneHash(Phone phone) {
        return personal.hash("phone", phone.digits());
    }

    private byte[] prefixHash(Phone phone) {
        return personal.hash("phone-prefix", phone.prefix());
    }

    private byte[] addressHash(String address) {
        return personal.hash("address", address);
    }

    private byte[] codeHash(long tenantId, Phone phone, String code) {
        String bound = tenantId + ":" + PURPOSE + ":" + HexFormat.of().formatHex(phoneHash(phone)) + ":" + code;
        return personal.hash("login-code", bound);
    }
}
