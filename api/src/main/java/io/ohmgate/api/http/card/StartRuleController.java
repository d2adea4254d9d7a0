package io.ohmgate.api.http.card;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.card.StartRulesOfStations;
import io.ohmgate.api.card.StartRulesOfStations.StartRule;
import io.ohmgate.api.card.Vehicle;
import io.ohmgate.api.card.Vehicles;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.nodes.AllowListNews;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.StationTables;
import io.ohmgate.gateway.GatewayParts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What may start a charge at a station's piles, and how much of it. */
@RestController
@Tag(name = "stations")
class StartRuleController {
    private final StartRulesOfStations rules;
    private final StationTables stations;
    private final Vehicles vehicles;
    private final GatewayParts gateway;
    private final AllowListNews news;
    private final StaffDesk desk;

    StartRuleController(
            StartRulesOfStations rules,
            StationTables stations,
            Vehicles vehicles,
            GatewayParts gateway,
            AllowListNews news,
            StaffDesk desk) {
        this.news = news;
        this.rules = rules;
        this.stations = stations;
        this.vehicles = vehicles;
        this.gateway = gateway;
        this.desk = desk;
    }

    @GetMapping("/api/v1/stations/{stationId}/start-rule")
    @Operation(summary = "场站启动规则：刷卡、VIN、容量 / What the station's piles accept, and its capacity")
    Mono<StartRuleBody> get(Caller.Staff me, @PathVariable String stationId) {
        long id = PathIds.number(stationId);
        return Found.orNot(stations.get(Scopes.of(me), id))
                .flatMap(station -> rules.of(me.tenantId(), id))
                .map(StartRuleController::body);
    }

    @PutMapping("/api/v1/stations/{stationId}/start-rule")
    @Operation(summary = "设置场站启动规则 / Set what the station's piles accept, and its capacity")
    Mono<StartRuleBody> set(
            Caller.Staff me,
            @PathVariable String stationId,
            @Valid @RequestBody StartRuleBody request,
            ServerWebExchange exchange) {
        long id = PathIds.number(stationId);
        StartRule rule = new StartRule(request.takesCards(), request.takesVehicles(), request.capacityWatts());
        Mono<StartRule> work = stations.get(Scopes.of(me), id)
                .flatMap(station -> rules.set(me.tenantId(), id, rule))
                .doOnNext(set -> {
                    gateway.capacities.set(id, set.capacityWatts());
                    news.stationChanged(me.tenantId(), id);
                });
        Map<String, Object> details =
                Map.of("takesCards", request.takesCards(), "takesVehicles", request.takesVehicles());
        return desk.change(me, exchange, AuditAction.STATION_START_RULE_SET, stationId, details, work)
                .map(StartRuleController::body);
    }

    @PostMapping("/api/v1/vehicles/{vehicleId}/block")
    @Operation(summary = "冻结被他人冒用的车辆 / Block a vehicle that somebody else has entered")
    Mono<VehicleView> block(Caller.Staff me, @PathVariable String vehicleId, ServerWebExchange exchange) {
        Mono<Vehicle> work = vehicles.block(me.tenantId(), vehicleId);
        return desk.change(me, exchange, AuditAction.VEHICLE_BLOCKED, vehicleId, Map.of(), work)
                .map(VehicleView::of);
    }

    private static StartRuleBody body(StartRule rule) {
        return new StartRuleBody(rule.takesCards(), rule.takesVehicles(), rule.capacityWatts());
    }
}
