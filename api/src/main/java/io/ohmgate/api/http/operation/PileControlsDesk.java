package io.ohmgate.api.http.operation;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.store.ControlTables;
import io.ohmgate.api.store.OperationTables;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.PileTables.Pile;
import io.ohmgate.api.store.QrTables;
import io.ohmgate.api.store.Scope;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.command.ClockKeeper;
import io.ohmgate.gateway.link.PileReport.GroundLockReported;
import io.ohmgate.gateway.operation.Operation;
import io.ohmgate.gateway.operation.OperationDesk;
import io.ohmgate.gateway.operation.OperationKind;
import io.ohmgate.gateway.operation.OperationTask;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.qr.QrOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Puts the controls of a pile together from memory, where it knows, and from the tables, where it does not. */
@Component
class PileControlsDesk {
    /** A parking lock below this wants a new battery. */
    static final int BATTERY_LOW_PERCENT = 20;

    private static final int PRICE_DAYS = 30;

    private final PileTables piles;
    private final OperationTables operations;
    private final ControlTables kept;
    private final QrTables codes;
    private final OperationDesk desk;
    private final OperationRequests requests;
    private final GatewayParts gateway;

    PileControlsDesk(
            PileTables piles,
            OperationTables operations,
            ControlTables kept,
            QrTables codes,
            OperationDesk desk,
            OperationRequests requests,
            GatewayParts gateway) {
        this.piles = piles;
        this.operations = operations;
        this.kept = kept;
        this.codes = codes;
        this.desk = desk;
        this.requests = requests;
        this.gateway = gateway;
    }

    Mono<PileControls> of(Scope.Operator scope, PileNo pileNo) {
        return piles.get(scope, pileNo)
                .flatMap(pile -> Mono.zip(
                                optional(operations.lastGood(scope, pileNo, OperationKind.WORK_MODE)),
                                optional(clock(scope, pileNo)),
                                locks(scope, pile),
                                optional(codes.optionOf(scope.tenantId(), pileNo)),
                                kept.billsByOtherPrices(
                                        scope,
                                        pileNo,
                                        gateway.time.wall().instant().minus(Duration.ofDays(PRICE_DAYS))))
                        .map(found -> new PileControls(
                                pileNo.digits(),
                                found.getT1().map(PileControlsDesk::workMode).orElse(null),
                                found.getT2().map(PileControlsDesk::clock).orElse(null),
                                found.getT3(),
                                priceShown(pileNo, found.getT5()),
                                found.getT4()
                                        .map(option -> QrOptionView.of(option, pileNo, pile.guns()))
                                        .orElse(null),
                                desk.openAt(pileNo).stream().map(requests::view).toList())));
    }

    private PileControls.PriceShown priceShown(PileNo pileNo, long differed) {
        boolean refused = gateway.tariffs.stateOf(pileNo).refused();
        return new PileControls.PriceShown(refused || differed > 0, differed, refused, PRICE_DAYS);
    }

    private static <T> Mono<Optional<T>> optional(Mono<T> value) {
        return value.map(Optional::of).defaultIfEmpty(Optional.empty());
    }

    private static PileControls.@Nullable WorkMode workMode(Operation operation) {
        return operation.task() instanceof OperationTask.WorkMode mode
                ? new PileControls.WorkMode(
                        mode.locked(), mode.maxPowerPercent(), operation.ackedAt(), operation.requestedBy())
                : null;
    }

    private Mono<ClockKeeper.Reading> clock(Scope scope, PileNo pileNo) {
        return Mono.justOrEmpty(gateway.clocks.readingOf(pileNo))
                .switchIfEmpty(Mono.defer(() -> kept.clockOf(scope, pileNo)));
    }

    private static PileControls.Clock clock(ClockKeeper.Reading reading) {
        return new PileControls.Clock(
                reading.drift().toMillis(), reading.alarming(), ClockKeeper.DRIFT_TOLD_FROM.toMillis(), reading.at());
    }

    private Mono<List<PileControls.GroundLock>> locks(Scope scope, Pile pile) {
        return kept.locksOf(scope, pile.pileNo())
                .collect(Collectors.toMap(lock -> lock.report().gun(), lock -> lock))
                .map(before -> merged(pile, before));
    }

    private List<PileControls.GroundLock> merged(Pile pile, Map<GunId, ControlTables.KeptLock> before) {
        List<PileControls.GroundLock> locks = new ArrayList<>();
        for (int gunNo = 1; gunNo <= pile.guns(); gunNo++) {
            GunId gun = pile.pileNo().gun(gunNo);
            ControlTables.KeptLock old = before.get(gun);
            gateway.groundLocks
                    .find(gun)
                    .map(seen -> lock(seen.report(), seen.at()))
                    .or(() -> Optional.ofNullable(old).map(known -> lock(known.report(), known.at())))
                    .ifPresent(locks::add);
        }
        return locks;
    }

    private static PileControls.GroundLock lock(GroundLockReported report, Instant at) {
        Integer battery = report.batteryPercent();
        return new PileControls.GroundLock(
                report.gun().digits(),
                report.position(),
                report.carPresent(),
                battery,
                battery != null && battery < BATTERY_LOW_PERCENT,
                report.alarm(),
                at);
    }

    /** Kept first, then told: at once if the pile is there, else when it comes. */
    Mono<QrOptionView> setQr(Scope.Operator scope, PileNo pileNo, QrOptionView.Wanted wanted) {
        QrOption option = new QrOption(wanted.form(), wanted.text());
        return piles.get(scope, pileNo)
                .flatMap(pile -> codes.setOption(scope, pileNo, checked(option, pile))
                        .thenMany(Flux.fromIterable(tasks(option, pile)))
                        .concatMap(each -> requests.submit(scope, pileNo, each.gunNo(), each.task())
                                // One is under way: it is told again after the next login.
                                .onErrorResume(ProblemException.class, open -> Mono.empty()))
                        .then(Mono.fromSupplier(() -> QrOptionView.of(option, pileNo, pile.guns()))));
    }

    private static QrOption checked(QrOption option, Pile pile) {
        try {
            option.taskFor(pile.pileNo().gun(pile.guns()));
            return option;
        } catch (IllegalArgumentException unshowable) {
            throw ProblemException.of(
                    ProblemCode.INVALID_REQUEST,
                    "text",
                    "须为可见 ASCII 且不超过帧长 / visible ASCII, as long as a frame carries");
        }
    }

    private static List<Told> tasks(QrOption option, Pile pile) {
        if (option.form().isPrefix()) {
            return List.of(
                    new Told(Operation.WHOLE_PILE, option.taskFor(pile.pileNo().gun(1))));
        }
        List<Told> each = new ArrayList<>();
        for (int gunNo = 1; gunNo <= pile.guns(); gunNo++) {
            each.add(new Told(gunNo, option.taskFor(pile.pileNo().gun(gunNo))));
        }
        return each;
    }

    Mono<PileControls> removeQr(Scope.Operator scope, PileNo pileNo) {
        return codes.removeOption(scope, pileNo).then(of(scope, pileNo));
    }

    private record Told(int gunNo, OperationTask task) {}
}
