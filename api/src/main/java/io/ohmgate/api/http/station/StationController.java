package io.ohmgate.api.http.station;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.http.AllowList;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Degrees;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.Scope;
import io.ohmgate.api.store.StationTables;
import io.ohmgate.api.store.StationTables.NearBy;
import io.ohmgate.api.store.StationTables.Place;
import io.ohmgate.api.store.StationTables.Station;
import io.ohmgate.api.store.StationTables.StationDraft;
import io.ohmgate.api.view.PriceClock;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Stations: drivers look for one near a point, staff run them. */
@RestController
@RequestMapping("/api/v1/stations")
@Tag(name = "stations", description = "场站 / stations")
class StationController {
    private static final String RADIUS_DEFAULT = "10000";
    private static final int RADIUS_MAX = 200_000;
    private final StationTables stations;
    private final StationViews views;
    private final AllowList allowList;
    private final StaffDesk desk;
    private final PriceClock clock;

    /** How a list around a point is sorted. */
    enum Sort {
        distance,
        price
    }

    StationController(
            StationTables stations, StationViews views, AllowList allowList, StaffDesk desk, PriceClock clock) {
        this.stations = stations;
        this.views = views;
        this.allowList = allowList;
        this.desk = desk;
        this.clock = clock;
    }

    @GetMapping
    @Operation(
            summary = "附近场站（按距离或当前价格排序）；员工不带坐标时为全部场站 / Stations near a point, by distance or price now;"
                    + " for staff without a point: all stations, the newest first")
    Mono<Page<StationView>> list(
            Caller me,
            @RequestParam(required = false) @Nullable BigDecimal lat,
            @RequestParam(required = false) @Nullable BigDecimal lon,
            @RequestParam(defaultValue = RADIUS_DEFAULT) @Min(1) @Max(RADIUS_MAX) int radius,
            @RequestParam(defaultValue = "distance") Sort sort,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        if (lat != null && lon != null) {
            return near(Scopes.of(me), Degrees.place(lat, lon), radius, sort, cursor, limit);
        }
        if (me instanceof Caller.Staff staff && lat == null && lon == null) {
            return all(Scopes.of(staff), cursor, limit);
        }
        throw ProblemException.of(ProblemCode.INVALID_REQUEST, "lat, lon", "缺少位置 / are needed");
    }

    private Mono<Page<StationView>> all(Scope scope, @Nullable String cursor, int limit) {
        return Page.of(stations.list(scope, Cursor.position(cursor), limit), station -> station)
                .flatMap(page -> views.all(
                                scope,
                                page.items().stream()
                                        .map(station -> new StationViews.Listed(station, null))
                                        .toList())
                        .map(items -> new Page<>(items, page.nextCursor())));
    }

    /** The order is stable, so a cursor is how many were shown; nobody needs more than the first 200. */
    private Mono<Page<StationView>> near(
            Scope scope, Place place, int radius, Sort sort, @Nullable String cursor, int limit) {
        int from = Math.clamp(Cursor.number(cursor, 0), 0, Page.LIMIT_MAX);
        int asked = Math.min(Page.LIMIT_MAX, from + limit + 1);
        NearBy order = sort == Sort.price ? NearBy.PRICE : NearBy.DISTANCE;
        return stations.near(scope, place, radius, order, clock.siteTime(), asked)
                .flatMap(found -> {
                    List<StationViews.Listed> shown = found.stream()
                            .skip(from)
                            .limit(limit)
                            .map(one -> new StationViews.Listed(one.station(), one.metres()))
                            .toList();
                    boolean more = found.size() > from + limit;
                    return views.all(scope, shown)
                            .map(items -> new Page<>(items, more ? Cursor.of(Integer.toString(from + limit)) : null));
                });
    }

    @GetMapping("/{stationId}")
    @Operation(summary = "场站详情 / One station")
    Mono<StationView> get(Caller me, @PathVariable String stationId) {
        Scope scope = Scopes.of(me);
        return Found.orNot(stations.get(scope, PathIds.number(stationId)))
                .flatMap(station -> views.one(scope, station));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "新建场站 / Create a station")
    Mono<StationView> create(Caller.Staff me, @Valid @RequestBody StationRequest request, ServerWebExchange exchange) {
        StationDraft draft = request.draft(true);
        return desk.change(
                        me,
                        exchange,
                        AuditAction.STATION_CREATED,
                        draft.code(),
                        Map.of("name", draft.name()),
                        stations.create(Scopes.of(me), draft))
                .flatMap(station -> views.one(Scopes.of(me), station));
    }

    @PutMapping("/{stationId}")
    @Operation(summary = "修改场站 / Change a station")
    Mono<StationView> update(
            Caller.Staff me,
            @PathVariable String stationId,
            @Valid @RequestBody StationRequest request,
            ServerWebExchange exchange) {
        Map<String, Object> details = Map.of("code", request.code(), "name", request.name());
        return change(
                me, exchange, AuditAction.STATION_UPDATED, stationId, details, before -> request.draft(before.open()));
    }

    @PostMapping("/{stationId}/open")
    @Operation(summary = "场站营业 / Open a station")
    Mono<StationView> open(Caller.Staff me, @PathVariable String stationId, ServerWebExchange exchange) {
        return change(me, exchange, AuditAction.STATION_OPENED, stationId, Map.of(), before -> opened(before, true));
    }

    @PostMapping("/{stationId}/close")
    @Operation(summary = "场站停业：不再接受新的启动 / Close a station: no new charge starts")
    Mono<StationView> close(Caller.Staff me, @PathVariable String stationId, ServerWebExchange exchange) {
        return change(me, exchange, AuditAction.STATION_CLOSED, stationId, Map.of(), before -> opened(before, false));
    }

    private static StationDraft opened(Station before, boolean open) {
        return new StationDraft(before.code(), before.name(), before.address(), before.place(), open);
    }

    @PutMapping("/{stationId}/tariff")
    @Operation(summary = "指定场站电价版本 / Assign a tariff version to a station")
    Mono<StationView> assign(
            Caller.Staff me,
            @PathVariable String stationId,
            @Valid @RequestBody TariffChoice request,
            ServerWebExchange exchange) {
        Scope.TenantStaff scope = Scopes.of(me);
        long id = PathIds.number(stationId);
        Mono<Station> work = stations.charge(scope, id, Long.parseLong(request.tariffVersionId()))
                .flatMap(station -> allowList.refreshStation(scope, id).thenReturn(station));
        Map<String, Object> details = Map.of("tariffVersionId", request.tariffVersionId());
        return desk.change(me, exchange, AuditAction.STATION_TARIFF_ASSIGNED, stationId, details, work)
                .flatMap(station -> views.one(scope, station));
    }

    private Mono<StationView> change(
            Caller.Staff me,
            ServerWebExchange exchange,
            AuditAction action,
            String stationId,
            Map<String, Object> details,
            java.util.function.Function<Station, StationDraft> draft) {
        Scope.TenantStaff scope = Scopes.of(me);
        long id = PathIds.number(stationId);
        Mono<Station> work = stations.get(scope, id)
                .flatMap(before -> stations.change(scope, id, draft.apply(before)))
                .flatMap(station -> allowList.refreshStation(scope, id).thenReturn(station));
        return desk.change(me, exchange, action, stationId, details, work)
                .flatMap(station -> views.one(scope, station));
    }
}
