package io.ohmgate.api.firmware;

import io.ohmgate.api.store.FirmwareTables;
import io.ohmgate.gateway.link.FirmwareSource;
import io.ohmgate.gateway.operation.FirmwareAccounts;
import io.ohmgate.gateway.operation.OperationTask;
import io.ohmgate.gateway.pile.PileNo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Accounts for the file server: one pile, one file, one login, half an hour (invariants 4.1). The password is made when the
 * frame is, goes into it, and is forgotten; the table has only its hash, so nobody can be shown it again.
 */
@Component
@EnableConfigurationProperties(FirmwareSettings.class)
class OneTimeAccounts implements FirmwareAccounts {
    static final Duration LIFE = Duration.ofMinutes(30);
    /** Both fields of the frame have 16 characters; 80 random bits are guessed by nobody in half an hour. */
    private static final int NAME_LENGTH = 16;

    private static final char[] ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789".toCharArray();

    private final FirmwareTables files;
    private final FirmwareSettings settings;
    private final SecureRandom random;
    private final InstantSource clock;

    OneTimeAccounts(FirmwareTables files, FirmwareSettings settings, SecureRandom random, InstantSource clock) {
        this.files = files;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public Mono<FirmwareSource> issue(long tenantId, PileNo pileNo, OperationTask.UpdateFirmware task) {
        if (!settings.isServed()) {
            return Mono.empty();
        }
        return files.get(tenantId, task.fileId()).flatMap(file -> {
            String username = word();
            String password = word();
            return files.putAccount(
                            tenantId,
                            pileNo,
                            username,
                            hash(password),
                            file.id(),
                            clock.instant().plus(LIFE))
                    .thenReturn(new FirmwareSource(
                            settings.host(),
                            settings.port(),
                            username,
                            password,
                            pathOf(file.id()),
                            task.downloadTimeoutMinutes()));
        });
    }

    /** Short enough for the 32 characters of the frame. */
    static String pathOf(long fileId) {
        return "/fw/" + fileId + ".bin";
    }

    static byte[] hash(String password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had", e);
        }
    }

    private String word() {
        char[] word = new char[NAME_LENGTH];
        for (int i = 0; i < word.length; i++) {
            word[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return new String(word);
    }
}
