package io.ohmgate.gateway.order;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Mints trade numbers: gun, second of the site's clock, running number (ykc.md 3.2). The running number starts anywhere, so
 * that two starts of the program in one second do not meet; the table's unique key has the last word.
 */
public final class TradeNumbers {
    private static final int RUNNING_NUMBERS = 10_000;
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyMMddHHmmss", Locale.ROOT);

    private final ZoneId site;
    private final AtomicInteger running;

    public TradeNumbers(ZoneId site, RandomGenerator random) {
        this.site = site;
        this.running = new AtomicInteger(random.nextInt(RUNNING_NUMBERS));
    }

    public TradeNo next(GunId gun, Instant now) {
        int number = running.getAndUpdate(n -> (n + 1) % RUNNING_NUMBERS);
        String tail = Integer.toString(RUNNING_NUMBERS + number).substring(1);
        return new TradeNo(gun.digits() + SECOND.format(now.atZone(site)) + tail);
    }
}
