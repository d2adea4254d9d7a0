package io.ohmgate.api.http.staff;

import io.ohmgate.api.store.TariffTables;
import io.ohmgate.api.view.PriceView;
import io.ohmgate.billing.Tariff;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;

/** One version of a tariff; versions never change. */
public record TariffVersionView(
        String id,
        String tariffId,
        String name,
        int versionNo,
        int modelNo,
        boolean flat,
        List<PeriodView> periods,
        String createdBy,
        Instant createdAt) {
    /** From {@code from} until before {@code to}, local time. */
    public record PeriodView(String from, String to, PriceView price) {
        static PeriodView of(Tariff.Period period) {
            return new PeriodView(
                    period.from().toString(),
                    period.to().equals(LocalTime.MIDNIGHT)
                            ? "24:00"
                            : period.to().toString(),
                    PriceView.of(period.level(), period.price()));
        }
    }

    static TariffVersionView of(TariffTables.TariffVersion version) {
        return new TariffVersionView(
                Long.toString(version.id()),
                Long.toString(version.tariffId()),
                version.name(),
                version.versionNo(),
                version.modelNo(),
                version.tariff().isFlat(),
                version.tariff().periods().stream().map(PeriodView::of).toList(),
                version.createdBy(),
                version.createdAt());
    }
}
