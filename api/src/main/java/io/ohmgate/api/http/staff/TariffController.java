package io.ohmgate.api.http.staff;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.TariffTables;
import io.ohmgate.billing.Tariff;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tariffs (电价) and their immutable versions. */
@RestController
@RequestMapping("/api/v1/tariffs")
@Tag(name = "tariffs", description = "电价 / tariffs")
class TariffController {
    private final TariffTables tariffs;
    private final TariffDeliveries deliveries;
    private final StaffDesk desk;

    TariffController(TariffTables tariffs, TariffDeliveries deliveries, StaffDesk desk) {
        this.tariffs = tariffs;
        this.deliveries = deliveries;
        this.desk = desk;
    }

    @GetMapping
    @Operation(summary = "电价列表（各电价的最新版本） / The newest version of each tariff")
    Mono<Page<TariffVersionView>> list(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Page.of(tariffs.list(Scopes.of(me), Cursor.position(cursor), limit), TariffVersionView::of);
    }

    @GetMapping("/{tariffId}")
    @Operation(summary = "电价的全部版本，最新在前 / All versions of a tariff, the newest first")
    Mono<Page<TariffVersionView>> history(
            Caller.Staff me,
            @PathVariable String tariffId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Found.orNot(Page.of(
                        tariffs.history(Scopes.of(me), PathIds.number(tariffId), Cursor.position(cursor), limit),
                        TariffVersionView::of)
                .filter(page -> cursor != null || !page.items().isEmpty()));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "新建电价 / Create a tariff with its first version")
    Mono<TariffVersionView> create(Caller.Staff me, @Valid @RequestBody NewTariff request, ServerWebExchange exchange) {
        Tariff tariff = TariffEditor.read(request.prices());
        return desk.change(
                        me,
                        exchange,
                        AuditAction.TARIFF_CREATED,
                        request.name(),
                        Map.of("prices", request.prices()),
                        tariffs.create(Scopes.of(me), request.name(), tariff))
                .map(TariffVersionView::of);
    }

    @PostMapping("/{tariffId}/versions")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "发布新版本 / Publish a new version")
    Mono<TariffVersionView> publish(
            Caller.Staff me,
            @PathVariable String tariffId,
            @Valid @RequestBody TariffPrices request,
            ServerWebExchange exchange) {
        Tariff tariff = TariffEditor.read(request);
        return desk.change(
                        me,
                        exchange,
                        AuditAction.TARIFF_VERSION_CREATED,
                        tariffId,
                        Map.of("prices", request),
                        tariffs.publish(Scopes.of(me), PathIds.number(tariffId), tariff))
                .map(TariffVersionView::of);
    }

    @GetMapping("/versions/{versionId}/delivery")
    @Operation(
            summary = "电价下发情况：谁已生效、谁拒绝、谁离线、谁在充电 / Who holds a version, who refused, who is away, who waits",
            description = "自动补发直到一致；要立即再发，用操作 PUSH_TARIFF。"
                    + " / It is sent until they are equal; to send again at once, use the operation PUSH_TARIFF.")
    Mono<DeliveryView> delivery(
            Caller.Staff me,
            @PathVariable String versionId,
            @RequestParam(required = false) DeliveryView.@Nullable State state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Found.orNot(tariffs.version(Scopes.of(me), PathIds.number(versionId)))
                .flatMap(version -> deliveries.of(me.tenantId(), version, state, Cursor.position(cursor), limit));
    }
}
