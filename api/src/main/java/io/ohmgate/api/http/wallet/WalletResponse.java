package io.ohmgate.api.http.wallet;

import io.ohmgate.api.http.Page;
import io.ohmgate.api.store.WalletTables.WalletEntry;
import io.ohmgate.api.store.WalletTables.WalletView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A wallet and its latest movements, in fen. */
@Schema(name = "Wallet", description = "钱包，单位分 / A wallet, in fen")
public record WalletResponse(long balanceFen, long heldFen, long availableFen, long owedFen, Page<Movement> movements) {
    /** One movement. */
    public record Movement(
            String id,
            String kind,
            long amountFen,
            @Nullable String reason,
            Instant at) {
        static Movement of(WalletEntry entry) {
            return new Movement(
                    Long.toString(entry.id()),
                    entry.kind().name(),
                    entry.change().fen(),
                    entry.reason(),
                    entry.at());
        }
    }

    static WalletResponse of(WalletView view, Page<Movement> movements) {
        return new WalletResponse(
                view.wallet().balance().fen(),
                view.wallet().held().fen(),
                view.wallet().available().fen(),
                view.owed().fen(),
                movements);
    }
}
