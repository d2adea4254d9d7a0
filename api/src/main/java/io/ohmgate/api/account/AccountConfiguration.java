package io.ohmgate.api.account;

import io.ohmgate.api.security.RandomIds;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import tools.jackson.databind.json.JsonMapper;

/** What accounts are made of: keys, chance, limits and the way an SMS goes. */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration {
    @Bean
    @Fallback
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    @Fallback
    InstantSource systemTime() {
        return InstantSource.system();
    }

    @Bean
    RandomIds randomIds(SecureRandom random) {
        return new RandomIds(random);
    }

    @Bean
    PersonalData personalData(
            @Value("${ohmgate.data-dir:data}") Path data,
            @Value("${ohmgate.personal-data.key-file:}") String file,
            SecureRandom random)
            throws IOException {
        // Nodes of one database must have the same keys: then a file that all of them are given.
        Path keys = file.isBlank() ? data.resolve("secrets").resolve("personal-data.key") : Path.of(file);
        return new PersonalData(KeyFile.at(keys, random), random);
    }

    @Bean
    LoginLimits loginLimits() {
        return LoginLimits.STANDARD;
    }

    @Bean
    SmsLimits smsLimits(
            @Value("${ohmgate.sms.per-address-hourly:20}") int addressHourly,
            @Value("${ohmgate.sms.per-prefix-daily:200}") int prefixDaily,
            @Value("${ohmgate.sms.daily:5000}") int globalDaily) {
        return new SmsLimits(SmsLimits.STANDARD.phoneDaily(), addressHourly, prefixDaily, globalDaily);
    }

    @Bean
    @ConditionalOnProperty(name = "ohmgate.sms.carrier", havingValue = "outbox", matchIfMissing = true)
    OutboxSmsSender outboxSmsSender(
            @Value("${ohmgate.data-dir:data}") Path data, JsonMapper json, InstantSource clock) {
        return new OutboxSmsSender(data.resolve("outbox").resolve("sms.jsonl"), json, clock);
    }
}
