package io.ohmgate.api.http.pile;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.http.AllowList;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.PileTables.Pile;
import io.ohmgate.api.store.PileTables.PileDraft;
import io.ohmgate.api.store.Scope;
import io.ohmgate.gateway.pile.PileNo;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Piles, for those who run them. */
@RestController
@RequestMapping("/api/v1/piles")
@Tag(name = "piles", description = "充电桩 / piles")
class PileController {
    private static final int WATTS_PER_KW = 1_000;
    private final PileTables piles;
    private final PileViews views;
    private final PileImport imports;
    private final AllowList allowList;
    private final StaffDesk desk;

    PileController(PileTables piles, PileViews views, PileImport imports, AllowList allowList, StaffDesk desk) {
        this.piles = piles;
        this.views = views;
        this.imports = imports;
        this.allowList = allowList;
        this.desk = desk;
    }

    @GetMapping
    @Operation(summary = "充电桩列表 / List piles, of one station or of all")
    Mono<Page<PileView>> list(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String stationId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        Long station = stationId == null ? null : Long.valueOf(PathIds.number(stationId));
        return Page.of(piles.list(Scopes.of(me), station, Cursor.position(cursor), limit), pile -> pile)
                .flatMap(views::of);
    }

    @GetMapping("/{pileNo}")
    @Operation(summary = "充电桩详情：在线、固件、电价版本、各枪实时状态 / One pile, live")
    Mono<PileView> get(Caller.Staff me, @PathVariable String pileNo) {
        return Found.orNot(piles.get(Scopes.of(me), PathIds.pile(pileNo))).flatMap(views::of);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "登记充电桩 / Register a pile")
    Mono<PileView> create(Caller.Staff me, @Valid @RequestBody NewPile request, ServerWebExchange exchange) {
        Scope.TenantStaff scope = Scopes.of(me);
        PileNo pileNo = new PileNo(request.pileNo());
        PileDraft draft = new PileDraft(
                1,
                pileNo,
                request.stationCode(),
                request.name(),
                request.kind(),
                request.guns(),
                request.ratedKw() * WATTS_PER_KW);
        Mono<Pile> work = piles.get(scope, pileNo)
                .hasElement()
                .flatMap(there -> there ? taken() : piles.save(scope, List.of(draft)))
                .flatMap(result -> result.rejected().isEmpty() ? Mono.just(result) : refused(result.rejected()))
                .then(allowList.refresh(scope, Set.of(pileNo)))
                .then(piles.get(scope, pileNo));
        return desk.change(me, exchange, AuditAction.PILE_CREATED, pileNo.digits(), Map.of("name", draft.name()), work)
                .flatMap(views::of);
    }

    private static Mono<PileTables.ImportResult> taken() {
        return Mono.error(() -> ProblemException.of(ProblemCode.PILE_NO_TAKEN));
    }

    private static Mono<PileTables.ImportResult> refused(List<PileTables.Rejection> rejections) {
        return Mono.error(() -> ProblemException.of(
                switch (rejections.getFirst().reason()) {
                    case STATION_UNKNOWN -> ProblemCode.STATION_CODE_UNKNOWN;
                    case PILE_OF_ANOTHER, REPEATED_IN_FILE -> ProblemCode.PILE_NO_TAKEN;
                }));
    }

    @PostMapping(path = "/import", consumes = "text/csv")
    @Operation(
            summary = "批量导入（CSV：pileNo,stationCode,name,kind,guns,ratedKw） / Import piles from CSV",
            description = "UTF-8，可带表头与 BOM，可用引号；最大 32 MB。同一文件可重复导入。 / UTF-8, header and BOM optional,"
                    + " quotes allowed, at most 32 MB; importing the same file again changes nothing.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"))))
    Mono<ImportView> importCsv(Caller.Staff me, @RequestBody Flux<DataBuffer> body, ServerWebExchange exchange) {
        return imports.receive(body)
                .flatMap(file -> desk.change(
                        me, exchange, AuditAction.PILES_IMPORTED, "csv", Map.of(), imports.save(Scopes.of(me), file)));
    }

    @PostMapping("/{pileNo}/enable")
    @Operation(summary = "启用充电桩 / Put a pile into service")
    Mono<PileView> enable(Caller.Staff me, @PathVariable String pileNo, ServerWebExchange exchange) {
        return setEnabled(me, exchange, AuditAction.PILE_ENABLED, pileNo, true);
    }

    @PostMapping("/{pileNo}/disable")
    @Operation(summary = "停用充电桩 / Take a pile out of service")
    Mono<PileView> disable(Caller.Staff me, @PathVariable String pileNo, ServerWebExchange exchange) {
        return setEnabled(me, exchange, AuditAction.PILE_DISABLED, pileNo, false);
    }

    private Mono<PileView> setEnabled(
            Caller.Staff me, ServerWebExchange exchange, AuditAction action, String text, boolean enabled) {
        Scope.TenantStaff scope = Scopes.of(me);
        PileNo pileNo = PathIds.pile(text);
        Mono<Pile> work = piles.setEnabled(scope, pileNo, enabled)
                .flatMap(pile -> allowList.refresh(scope, Set.of(pileNo)).thenReturn(pile));
        return desk.change(me, exchange, action, pileNo.digits(), Map.of(), work)
                .flatMap(views::of);
    }
}
