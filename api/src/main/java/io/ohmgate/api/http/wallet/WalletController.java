package io.ohmgate.api.http.wallet;

import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.Scope;
import io.ohmgate.api.store.WalletTables;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The driver's own money. */
@RestController
@Tag(name = "wallet", description = "钱包 / wallet")
class WalletController {
    private final WalletTables wallets;

    WalletController(WalletTables wallets) {
        this.wallets = wallets;
    }

    @GetMapping("/api/v1/wallet")
    @Operation(summary = "我的钱包与流水 / My wallet and its movements, the newest first")
    Mono<WalletResponse> mine(
            Caller.Driver me,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        Scope.Driver scope = Scopes.of(me);
        return Page.of(wallets.entries(scope, Cursor.position(cursor), limit), WalletResponse.Movement::of)
                .flatMap(movements -> wallets.wallet(scope).map(view -> WalletResponse.of(view, movements)));
    }
}
