package io.ohmgate.api.http.wallet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.account.Driver;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A driver as staff see one: the phone masked. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DriverView(
        String id,
        String phone,
        boolean barred,
        @Nullable String barReason,
        Instant createdAt,
        @Nullable Long balanceFen,
        @Nullable Long heldFen,
        @Nullable Long owedFen) {
    static DriverView of(Driver driver) {
        return new DriverView(
                driver.publicId(),
                driver.phone().masked(),
                driver.barredAt() != null,
                driver.barReason(),
                driver.createdAt(),
                null,
                null,
                null);
    }

    DriverView with(io.ohmgate.api.store.WalletTables.WalletView wallet) {
        return new DriverView(
                id,
                phone,
                barred,
                barReason,
                createdAt,
                wallet.wallet().balance().fen(),
                wallet.wallet().held().fen(),
                wallet.owed().fen());
    }
}
