package io.ohmgate.api.http.card;

import io.ohmgate.api.card.Card;
import io.ohmgate.api.card.Cards;
import io.ohmgate.api.card.PileCards;
import io.ohmgate.api.card.Vehicles;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.StartNotices;
import io.ohmgate.gateway.card.OfflineCards;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A driver's own cards and vehicles. A vehicle starts nothing by itself unless its driver says so here. */
@RestController
@RequestMapping("/api/v1/my")
@Tag(name = "my", description = "我的卡与车 / my cards and vehicles")
class MyCardsController {
    private static final Pattern VIN = Pattern.compile("[A-HJ-NPR-Z0-9]{17}");
    private static final String LOST = "车主挂失 / reported lost by its driver";

    private final Cards cards;
    private final Vehicles vehicles;
    private final PileCards piles;
    private final OfflineCards offline;
    private final StartNotices notices;

    MyCardsController(Cards cards, Vehicles vehicles, PileCards piles, OfflineCards offline, StartNotices notices) {
        this.notices = notices;
        this.cards = cards;
        this.vehicles = vehicles;
        this.piles = piles;
        this.offline = offline;
    }

    /** All there are: nobody has many. */
    record MyCards(List<CardView> items) {
        MyCards {
            items = List.copyOf(items);
        }
    }

    /** All there are: nobody has many. */
    record MyVehicles(List<VehicleView> items) {
        MyVehicles {
            items = List.copyOf(items);
        }
    }

    /** One start that the app did not make. */
    record NoticeView(StartNotices.Kind kind, String orderId, String stationId, Instant at) {
        static NoticeView of(StartNotices.Notice notice) {
            return new NoticeView(
                    notice.kind(), notice.orderId().text(), Long.toString(notice.stationId()), notice.at());
        }
    }

    /** The newest, newest first. */
    record MyNotices(List<NoticeView> items) {
        MyNotices {
            items = List.copyOf(items);
        }
    }

    private static final int MY_CARDS_MAX = 100;

    @GetMapping("/notices")
    @Operation(
            summary = "我的卡或车首次在某场站启动的提醒 / Where my card or vehicle started a charge for the first time",
            description = "若非本人，请立即挂失。 / If it was not you, report it lost.")
    Mono<MyNotices> notices(Caller.Driver me) {
        return notices.of(Scopes.of(me)).map(NoticeView::of).collectList().map(MyNotices::new);
    }

    @GetMapping("/cards")
    @Operation(summary = "我的充电卡 / My cards")
    Mono<MyCards> cards(Caller.Driver me) {
        return cards.list(me.tenantId(), me.driverId(), 0, MY_CARDS_MAX)
                .map(CardView::of)
                .collectList()
                .map(MyCards::new);
    }

    @PostMapping("/cards/{cardId}/block")
    @Operation(summary = "挂失我的充电卡 / Report my card lost")
    Mono<CardView> lost(Caller.Driver me, @PathVariable String cardId) {
        Mono<Card> mine = cards.find(me.tenantId(), cardId)
                .filter(card -> Objects.equals(card.driverId(), me.driverId()))
                .flatMap(card -> cards.block(me.tenantId(), cardId, LOST))
                .flatMap(card -> piles.unwant(me.tenantId(), null, List.of(cardId))
                        .then(Mono.fromRunnable(offline::nudge))
                        .thenReturn(card));
        return Found.orNot(mine).map(CardView::of);
    }

    @GetMapping("/vehicles")
    @Operation(summary = "我的车辆 / My vehicles")
    Mono<MyVehicles> vehicles(Caller.Driver me) {
        return vehicles.ofDriver(me.tenantId(), me.driverId())
                .map(VehicleView::of)
                .collectList()
                .map(MyVehicles::new);
    }

    @PostMapping("/vehicles")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "添加车辆 / Enter a vehicle",
            description = "plugAndCharge 为即插即充授权：插枪即由车辆 VIN 启动并从钱包扣费。 / plugAndCharge lets the vehicle start a"
                    + " charge by its number alone, paid from the wallet.")
    Mono<VehicleView> enter(Caller.Driver me, @Valid @RequestBody NewVehicleRequest request) {
        String vin = request.vin().toUpperCase(Locale.ROOT);
        if (!VIN.matcher(vin).matches()) {
            throw ProblemException.of(ProblemCode.VIN_INVALID);
        }
        Vehicles.Wish wish = new Vehicles.Wish(request.name(), request.plugAndCharge(), request.dailyCapFen());
        return vehicles.ofDriver(me.tenantId(), me.driverId())
                .count()
                .filter(count -> count < Vehicles.A_DRIVER_MAX)
                .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemCode.VEHICLES_TOO_MANY)))
                .flatMap(room -> vehicles.create(me.tenantId(), me.driverId(), vin, wish))
                .onErrorMap(DuplicateKeyException.class, taken -> ProblemException.of(ProblemCode.VEHICLE_TAKEN))
                .map(VehicleView::of);
    }

    @PutMapping("/vehicles/{vehicleId}")
    @Operation(summary = "修改车辆与即插即充授权 / Change a vehicle, and whether it may start a charge")
    Mono<VehicleView> change(
            Caller.Driver me, @PathVariable String vehicleId, @Valid @RequestBody VehicleRequest request) {
        Vehicles.Wish wish = new Vehicles.Wish(request.name(), request.plugAndCharge(), request.dailyCapFen());
        return Found.orNot(vehicles.update(me.tenantId(), me.driverId(), vehicleId, wish))
                .onErrorMap(DuplicateKeyException.class, taken -> ProblemException.of(ProblemCode.VEHICLE_TAKEN))
                .map(VehicleView::of);
    }

    @DeleteMapping("/vehicles/{vehicleId}")
    @Operation(summary = "删除车辆 / Remove a vehicle")
    Mono<VehicleView> remove(Caller.Driver me, @PathVariable String vehicleId) {
        return Found.orNot(vehicles.remove(me.tenantId(), me.driverId(), vehicleId))
                .map(VehicleView::of);
    }
}
