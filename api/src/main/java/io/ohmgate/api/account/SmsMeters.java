package io.ohmgate.api.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * How many login codes are sent and how many of them come back, by the first three digits of the number: a pumping attack
 * shows as a prefix to which much is sent and from which nothing comes (invariants 4.6). There are 70 such prefixes.
 */
@Component
class SmsMeters {
    private static final int PREFIX_LENGTH = 3;
    private static final String FIRST = "130";

    private final MeterRegistry meters;
    private final Map<String, Counter> sent = new ConcurrentHashMap<>();
    private final Map<String, Counter> redeemed = new ConcurrentHashMap<>();

    SmsMeters(MeterRegistry meters) {
        this.meters = meters;
        counter(sent, "ohmgate.sms.sent", FIRST);
        counter(redeemed, "ohmgate.sms.redeemed", FIRST);
    }

    void sent(Phone phone) {
        counter(sent, "ohmgate.sms.sent", prefix(phone)).increment();
    }

    void redeemed(Phone phone) {
        counter(redeemed, "ohmgate.sms.redeemed", prefix(phone)).increment();
    }

    private Counter counter(Map<String, Counter> counters, String name, String prefix) {
        return counters.computeIfAbsent(prefix, fresh -> meters.counter(name, "prefix", fresh));
    }

    /** A number is one of a mobile phone: 13 to 19, and one digit more. */
    private static String prefix(Phone phone) {
        return phone.digits().substring(0, PREFIX_LENGTH);
    }
}
