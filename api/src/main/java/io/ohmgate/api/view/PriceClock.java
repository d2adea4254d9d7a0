package io.ohmgate.api.view;

import io.ohmgate.billing.Tariff;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What a tariff charges at this moment of the site's day. */
@Component
public class PriceClock {
    private final InstantSource clock;
    private final ZoneId site;

    public PriceClock(InstantSource clock, @Value("${ohmgate.site-zone:Asia/Shanghai}") ZoneId site) {
        this.clock = clock;
        this.site = site;
    }

    public LocalTime siteTime() {
        return now().toLocalTime();
    }

    public PriceView priceNow(Tariff tariff) {
        LocalTime time = siteTime();
        return PriceView.of(tariff.levelAt(time), tariff.priceAt(time));
    }

    public Optional<PriceChangeView> next(Tariff tariff) {
        return tariff.nextChange(siteTime()).map(this::at);
    }

    public PriceChangeView at(Tariff.PriceChange change) {
        return new PriceChangeView(
                now().toLocalDate()
                        .plusDays(change.tomorrow() ? 1 : 0)
                        .atTime(change.at())
                        .atZone(site)
                        .toOffsetDateTime(),
                PriceView.of(change.level(), change.price()));
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(site);
    }
}
