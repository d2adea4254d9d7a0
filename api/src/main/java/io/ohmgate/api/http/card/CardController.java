package io.ohmgate.api.http.card;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.account.Drivers;
import io.ohmgate.api.card.Card;
import io.ohmgate.api.card.CardNumbers;
import io.ohmgate.api.card.Cards;
import io.ohmgate.api.card.Cards.NewCard;
import io.ohmgate.api.card.PileCards;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.StationTables;
import io.ohmgate.gateway.card.OfflineCards;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
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

/** The cards of a tenant, as staff keep them. */
@RestController
@RequestMapping("/api/v1/cards")
@Tag(name = "cards", description = "充电卡 / charging cards")
class CardController {
    private final Cards cards;
    private final PileCards piles;
    private final OfflineCards offline;
    private final Drivers drivers;
    private final StationTables stations;
    private final StaffDesk desk;

    CardController(
            Cards cards,
            PileCards piles,
            OfflineCards offline,
            Drivers drivers,
            StationTables stations,
            StaffDesk desk) {
        this.cards = cards;
        this.piles = piles;
        this.offline = offline;
        this.drivers = drivers;
        this.stations = stations;
        this.desk = desk;
    }

    @GetMapping
    @Operation(summary = "充电卡列表，可按车主筛选 / List cards, or those of one driver")
    Mono<Page<CardView>> list(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String driverId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return driver(me, driverId)
                .flatMapMany(
                        driver -> cards.list(me.tenantId(), driver.orElse(null), Cursor.number(cursor, 0), limit + 1))
                .collectList()
                .map(rows -> Page.of(rows, limit, CardView::of, card -> Long.toString(card.id())));
    }

    @GetMapping("/{cardId}")
    @Operation(summary = "充电卡详情 / One card")
    Mono<CardView> get(Caller.Staff me, @PathVariable String cardId) {
        return Found.orNot(cards.find(me.tenantId(), cardId)).map(CardView::of);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "登记充电卡 / Enter a card",
            description = "cardNo 为卡内号（十六进制，前导零字节可省），printedNo 为卡面号。 / cardNo is the number in the card in hex,"
                    + " leading zero bytes may be left out; printedNo is the one printed on it.")
    Mono<CardView> create(Caller.Staff me, @Valid @RequestBody NewCardRequest request, ServerWebExchange exchange) {
        String number = CardNumbers.parse(request.cardNo())
                .orElseThrow(() -> ProblemException.of(ProblemCode.CARD_NUMBER_INVALID));
        Mono<Card> work = Mono.zip(driver(me, request.driverId()), station(me, request.stationId()))
                .flatMap(found -> cards.create(
                        me.tenantId(),
                        new NewCard(
                                number,
                                request.printedNo(),
                                request.password(),
                                found.getT1().orElse(null),
                                request.dailyCapFen(),
                                found.getT2().orElse(null))))
                .onErrorMap(DuplicateKeyException.class, taken -> ProblemException.of(ProblemCode.CARD_NUMBER_TAKEN));
        return desk.change(me, exchange, AuditAction.CARD_CREATED, CardNumbers.masked(number), Map.of(), work)
                .map(CardView::of);
    }

    @PutMapping("/{cardId}/driver")
    @Operation(summary = "绑定或解绑车主 / Give the card to a driver, or take it back")
    Mono<CardView> bind(
            Caller.Staff me,
            @PathVariable String cardId,
            @Valid @RequestBody BindRequest request,
            ServerWebExchange exchange) {
        Mono<Card> work = driver(me, request.driverId())
                .flatMap(driver -> cards.bind(me.tenantId(), cardId, driver.orElse(null))
                        .flatMap(card -> driver.isPresent() ? Mono.just(card) : withdrawn(me, card)));
        Map<String, Object> details = Map.of("driverId", request.driverId() == null ? "" : request.driverId());
        return desk.change(me, exchange, AuditAction.CARD_BOUND, cardId, details, work)
                .map(CardView::of);
    }

    @PutMapping("/{cardId}/daily-cap")
    @Operation(summary = "设置每日限额 / Set what the card may spend a day")
    Mono<CardView> cap(
            Caller.Staff me,
            @PathVariable String cardId,
            @Valid @RequestBody CapRequest request,
            ServerWebExchange exchange) {
        Map<String, Object> details =
                Map.of("dailyCapFen", Optional.ofNullable(request.dailyCapFen()).orElse(0L));
        return desk.change(
                        me,
                        exchange,
                        AuditAction.CARD_LIMITED,
                        cardId,
                        details,
                        cards.limit(me.tenantId(), cardId, request.dailyCapFen()))
                .map(CardView::of);
    }

    @PostMapping("/{cardId}/block")
    @Operation(
            summary = "挂失/冻结充电卡 / Block a card",
            description = "立即不能启动，并从所有桩的离线名单清除。 / It starts nothing any more and is cleared from every pile.")
    Mono<CardView> block(
            Caller.Staff me,
            @PathVariable String cardId,
            @Valid @RequestBody BlockRequest request,
            ServerWebExchange exchange) {
        Mono<Card> work = cards.block(me.tenantId(), cardId, request.reason()).flatMap(card -> withdrawn(me, card));
        Map<String, Object> details = Map.of("reason", request.reason());
        return desk.change(me, exchange, AuditAction.CARD_BLOCKED, cardId, details, work)
                .map(CardView::of);
    }

    @PostMapping("/{cardId}/unblock")
    @Operation(summary = "解冻充电卡 / Let a card work again")
    Mono<CardView> unblock(Caller.Staff me, @PathVariable String cardId, ServerWebExchange exchange) {
        return desk.change(
                        me,
                        exchange,
                        AuditAction.CARD_UNBLOCKED,
                        cardId,
                        Map.of(),
                        cards.unblock(me.tenantId(), cardId))
                .map(CardView::of);
    }

    private Mono<Card> withdrawn(Caller.Staff me, Card card) {
        return piles.unwant(me.tenantId(), null, List.of(card.publicId()))
                .then(Mono.fromRunnable(offline::nudge))
                .thenReturn(card);
    }

    /** The driver that a request names; a name of nobody's is not found. */
    private Mono<Optional<Long>> driver(Caller.Staff me, @Nullable String publicId) {
        return publicId == null
                ? Mono.just(Optional.empty())
                : Found.orNot(drivers.find(me.tenantId(), publicId)).map(driver -> Optional.of(driver.id()));
    }

    private Mono<Optional<Long>> station(Caller.Staff me, @Nullable String stationId) {
        return stationId == null
                ? Mono.just(Optional.empty())
                : Found.orNot(stations.get(Scopes.of(me), Long.parseLong(stationId)))
                        .map(station -> Optional.of(station.id()));
    }
}
