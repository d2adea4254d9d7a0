package io.ohmgate.api.http.card;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.card.PileCards;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.gateway.card.OfflineCards;
import io.ohmgate.gateway.command.CommandFailure;
import io.ohmgate.gateway.pile.PileNo;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The cards a pile keeps for when it is offline. Changes are told to it as soon as it is there to hear them. */
@RestController
@RequestMapping("/api/v1/piles/{pileNo}/cards")
@Tag(name = "piles")
class PileCardController {
    private final PileTables piles;
    private final PileCards cards;
    private final OfflineCards offline;
    private final StaffDesk desk;

    PileCardController(PileTables piles, PileCards cards, OfflineCards offline, StaffDesk desk) {
        this.piles = piles;
        this.cards = cards;
        this.offline = offline;
        this.desk = desk;
    }

    /** The whole list: no pile keeps more than some hundred. */
    record PileCardList(List<PileCardView> items) {
        PileCardList {
            items = List.copyOf(items);
        }
    }

    @GetMapping
    @Operation(summary = "桩内离线卡及其状态 / A pile's offline cards, each with its state")
    Mono<PileCardList> list(Caller.Staff me, @PathVariable String pileNo) {
        return known(me, pileNo).flatMap(this::list);
    }

    private Mono<PileCardList> list(PileNo pileNo) {
        return cards.on(pileNo).map(PileCardView::of).collectList().map(PileCardList::new);
    }

    @PostMapping
    @Operation(
            summary = "下发离线卡 / Put cards on a pile",
            description = "冻结或未绑定的卡不下发。 / Cards that are blocked or nobody's are left out.")
    Mono<PileCardList> add(
            Caller.Staff me,
            @PathVariable String pileNo,
            @Valid @RequestBody CardChoice request,
            ServerWebExchange exchange) {
        return change(
                me,
                pileNo,
                request,
                exchange,
                AuditAction.PILE_CARDS_ADDED,
                pile -> cards.on(pile)
                        .count()
                        .filter(count -> count + request.cardIds().size() <= PileCards.A_PILE_MAX)
                        .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemCode.PILE_CARDS_TOO_MANY)))
                        .flatMap(room -> cards.want(me.tenantId(), pile, request.cardIds())));
    }

    @PostMapping("/clear")
    @Operation(summary = "清除离线卡 / Take cards off a pile")
    Mono<PileCardList> clear(
            Caller.Staff me,
            @PathVariable String pileNo,
            @Valid @RequestBody CardChoice request,
            ServerWebExchange exchange) {
        return change(
                me,
                pileNo,
                request,
                exchange,
                AuditAction.PILE_CARDS_CLEARED,
                pile -> cards.unwant(me.tenantId(), pile, request.cardIds()));
    }

    @PostMapping("/check")
    @Operation(summary = "向桩查询离线卡是否在位 / Ask the pile which of its cards it has")
    Mono<PileCardList> check(Caller.Staff me, @PathVariable String pileNo) {
        return known(me, pileNo)
                .flatMap(pile -> offline.check(pile).then(Mono.defer(() -> list(pile))))
                .onErrorMap(CommandFailure.class, PileCardController::problem);
    }

    private static ProblemException problem(CommandFailure failure) {
        return ProblemException.of(
                switch (failure) {
                    case CommandFailure.PileOffline offline -> ProblemCode.PILE_OFFLINE;
                    case CommandFailure.Busy busy -> ProblemCode.CONFLICT;
                    case CommandFailure.NoReply silent -> ProblemCode.PILE_SILENT;
                });
    }

    private Mono<PileCardList> change(
            Caller.Staff me,
            String pileNo,
            CardChoice request,
            ServerWebExchange exchange,
            AuditAction action,
            Function<PileNo, Mono<Void>> work) {
        Mono<PileCardList> done = known(me, pileNo)
                .flatMap(pile ->
                        work.apply(pile).then(Mono.fromRunnable(offline::nudge)).then(Mono.defer(() -> list(pile))));
        Map<String, Object> details = Map.of("cards", request.cardIds().size());
        return desk.change(me, exchange, action, pileNo, details, done);
    }

    private Mono<PileNo> known(Caller.Staff me, String pileNo) {
        PileNo pile = PathIds.pile(pileNo);
        return Found.orNot(piles.get(Scopes.of(me), pile)).thenReturn(pile);
    }
}
