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
import io.ohmgate.api.store.Scope;
import io.ohmgate.api.store.TrustTables;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.Trust;
import io.ohmgate.ykc.dialect.DialectOption;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Whom the gateway believes to be a pile, and what staff decide about it. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "trust", description = "设备可信与协议方言 / device trust and dialects")
class PileTrustController {
    private final TrustTables trust;
    private final PileTables piles;
    private final PileViews views;
    private final AllowList allowList;
    private final GatewayParts gateway;
    private final StaffDesk desk;

    PileTrustController(
            TrustTables trust,
            PileTables piles,
            PileViews views,
            AllowList allowList,
            GatewayParts gateway,
            StaffDesk desk) {
        this.trust = trust;
        this.piles = piles;
        this.views = views;
        this.allowList = allowList;
        this.gateway = gateway;
        this.desk = desk;
    }

    @GetMapping("/piles/{pileNo}/trust")
    @Operation(summary = "充电桩可信等级、绑定与锁定状态 / How far a pile is believed, and why")
    Mono<TrustView> get(Caller.Staff me, @PathVariable String pileNo) {
        PileNo pile = PathIds.pile(pileNo);
        return view(Scopes.of(me), pile);
    }

    @PutMapping("/piles/{pileNo}/binding")
    @Operation(
            summary = "设定并确认绑定：来源网段和/或 SIM / Bind a pile to a source, a SIM, or both",
            description = "source 例：10.1.2.0/24 或固定 IP。立即生效，对在线会话也生效。 / Holds at once, also for the session"
                    + " that is there.")
    Mono<TrustView> bind(
            Caller.Staff me,
            @PathVariable String pileNo,
            @Valid @RequestBody BindingRequest request,
            ServerWebExchange exchange) {
        Scope.TenantStaff scope = Scopes.of(me);
        PileNo pile = PathIds.pile(pileNo);
        Binding binding = request.binding();
        Mono<TrustView> work = trust.bind(scope, pile, binding)
                .doOnNext(known -> bound(scope, pile, binding))
                .flatMap(known -> view(scope, pile));
        return desk.change(
                me, exchange, AuditAction.PILE_BOUND, pile.digits(), Map.of("source", text(request.source())), work);
    }

    @PostMapping("/piles/{pileNo}/binding/forget")
    @Operation(summary = "忘记绑定，下次登录重新学习（更换模块后使用） / Forget the binding; the next login is learnt")
    Mono<TrustView> forget(Caller.Staff me, @PathVariable String pileNo, ServerWebExchange exchange) {
        Scope.TenantStaff scope = Scopes.of(me);
        PileNo pile = PathIds.pile(pileNo);
        Mono<TrustView> work = Found.orNot(piles.get(scope, pile))
                .then(trust.forget(scope, pile))
                .doOnNext(known -> bound(scope, pile, null))
                .then(Mono.defer(() -> view(scope, pile)));
        return desk.change(me, exchange, AuditAction.PILE_BINDING_FORGOTTEN, pile.digits(), Map.of(), work);
    }

    @PostMapping("/piles/{pileNo}/unlock")
    @Operation(summary = "解锁因频繁被接管而锁定的桩号 / Unlock a pile that was taken over too often")
    Mono<TrustView> unlock(Caller.Staff me, @PathVariable String pileNo, ServerWebExchange exchange) {
        Scope.TenantStaff scope = Scopes.of(me);
        PileNo pile = PathIds.pile(pileNo);
        Mono<TrustView> work = Found.orNot(piles.get(scope, pile))
                .then(trust.unlock(scope, pile))
                .then(Mono.fromRunnable(() -> unlocked(scope, pile)))
                .then(Mono.defer(() -> view(scope, pile)));
        return desk.change(me, exchange, AuditAction.PILE_UNLOCKED, pile.digits(), Map.of(), work);
    }

    private void bound(Scope.TenantStaff scope, PileNo pile, @Nullable Binding binding) {
        gateway.sessions.bind(pile, binding);
        allowList.trustChanged(scope, pile);
    }

    private void unlocked(Scope.TenantStaff scope, PileNo pile) {
        gateway.sessions.unlock(pile);
        allowList.trustChanged(scope, pile);
    }

    @PutMapping("/piles/{pileNo}/dialect")
    @Operation(summary = "设定该桩的协议方言选项（未列出的即关闭） / Set which tolerances are switched on for a pile")
    Mono<PileView> dialect(
            Caller.Staff me,
            @PathVariable String pileNo,
            @Valid @RequestBody DialectRequest request,
            ServerWebExchange exchange) {
        Scope.TenantStaff scope = Scopes.of(me);
        PileNo pile = PathIds.pile(pileNo);
        Set<String> options = new TreeSet<>();
        parsed(request).forEach(option -> options.add(option.name()));
        Mono<PileTables.Pile> work = Found.orNot(piles.get(scope, pile))
                .flatMap(found -> trust.setDialect(scope, pile, options)
                        .then(allowList.refresh(scope, Set.of(pile)))
                        .thenReturn(found));
        return desk.change(me, exchange, AuditAction.PILE_DIALECT_SET, pile.digits(), Map.of("options", options), work)
                .flatMap(views::of);
    }

    private static Set<DialectOption> parsed(DialectRequest request) {
        try {
            return DialectOption.parse(request.options());
        } catch (IllegalArgumentException unknown) {
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, "options", "不是已知的方言选项 / not an option there is");
        }
    }

    @GetMapping("/piles/{pileNo}/security-events")
    @Operation(summary = "该桩的安全事件，最新在前 / What a person should see of a pile, the newest first")
    Mono<Page<SecurityEventView>> eventsOf(
            Caller.Staff me,
            @PathVariable String pileNo,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        Scope.TenantStaff scope = Scopes.of(me);
        PileNo pile = PathIds.pile(pileNo);
        return Found.orNot(piles.get(scope, pile))
                .then(Page.of(trust.eventsOf(scope, pile, Cursor.position(cursor), limit), SecurityEventView::of));
    }

    @GetMapping("/security-events")
    @Operation(summary = "全部安全事件，含无主桩号的尝试，最新在前 / All security events, also of numbers nobody owns")
    Mono<Page<SecurityEventView>> events(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Page.of(trust.events(Scopes.of(me), Cursor.position(cursor), limit), SecurityEventView::of);
    }

    @PutMapping("/stations/{stationId}/minimum-trust")
    @Operation(
            summary = "设定场站启动充电所需的最低可信等级 / How far a station's piles must be believed to start a charge",
            description = "1：在册即可；2：来源或 SIM 与绑定一致（默认）。 / 1: listed is enough; 2: source or SIM is the bound"
                    + " one (default). 3 needs a TLS listener, which this version has not.")
    Mono<MinimumTrust> minimum(
            Caller.Staff me,
            @PathVariable String stationId,
            @Valid @RequestBody MinimumTrust request,
            ServerWebExchange exchange) {
        Scope.TenantStaff scope = Scopes.of(me);
        long id = PathIds.number(stationId);
        Mono<MinimumTrust> work = trust.setMinimumTrust(scope, id, Trust.ofLevel(request.level()))
                .flatMap(set -> allowList.refreshStation(scope, id).thenReturn(new MinimumTrust(set.level())));
        return desk.change(
                me, exchange, AuditAction.STATION_MINIMUM_TRUST_SET, stationId, Map.of("level", request.level()), work);
    }

    private Mono<TrustView> view(Scope.TenantStaff scope, PileNo pile) {
        return Found.orNot(piles.get(scope, pile))
                .flatMap(found -> trust.find(scope, pile)
                        .map(known -> TrustView.of(gateway, pile, known))
                        .switchIfEmpty(Mono.fromSupplier(() -> TrustView.of(gateway, pile, null))));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
