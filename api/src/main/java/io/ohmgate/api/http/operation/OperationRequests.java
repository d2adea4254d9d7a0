package io.ohmgate.api.http.operation;

import io.ohmgate.api.http.Found;
import io.ohmgate.api.nodes.PilesNow;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.problem.Problems;
import io.ohmgate.api.store.OperationTables;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.PileTables.Pile;
import io.ohmgate.api.store.Scope;
import io.ohmgate.gateway.operation.Operation;
import io.ohmgate.gateway.operation.OperationDesk;
import io.ohmgate.gateway.operation.OperationDraft;
import io.ohmgate.gateway.operation.OperationOpenException;
import io.ohmgate.gateway.operation.OperationStatus;
import io.ohmgate.gateway.operation.OperationTask;
import io.ohmgate.gateway.pile.PileNo;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes wishes of staff to the desk, and shows what became of them. */
@Component
public class OperationRequests {
    private static final int AT_ONCE = 16;

    private final OperationDesk desk;
    private final OperationTables operations;
    private final PileTables piles;
    private final PilesNow live;

    OperationRequests(OperationDesk desk, OperationTables operations, PileTables piles, PilesNow live) {
        this.desk = desk;
        this.operations = operations;
        this.piles = piles;
        this.live = live;
    }

    Mono<OperationView> submit(Scope.Operator scope, PileNo pileNo, NewOperation request) {
        OperationTask task = OperationTasks.read(request);
        return Found.orNot(piles.get(scope, pileNo)).flatMap(pile -> submit(scope, pile, request, task));
    }

    private Mono<OperationView> submit(Scope.Operator scope, Pile pile, NewOperation request, OperationTask task) {
        int gunNo = Objects.requireNonNullElse(request.gunNo(), Operation.WHOLE_PILE);
        if (gunNo > pile.guns()) {
            return Mono.error(ProblemException.of(ProblemCode.NOT_FOUND));
        }
        boolean endsCharges = task instanceof OperationTask.Reboot reboot && !reboot.whenIdle();
        if (!endsCharges || Boolean.TRUE.equals(request.evenIfCharging())) {
            return submit(scope, pile.pileNo(), gunNo, task);
        }
        return live.of(pile.pileNo())
                .flatMap(now -> now.charging()
                        ? Mono.error(ProblemException.of(ProblemCode.PILE_CHARGING))
                        : submit(scope, pile.pileNo(), gunNo, task));
    }

    /** For parts of the platform that ask on behalf of somebody; the pile must be the scope's. */
    public Mono<OperationView> submit(Scope.Operator scope, PileNo pileNo, int gunNo, OperationTask task) {
        return desk.submit(new OperationDraft(scope.tenantId(), pileNo, gunNo, task, scope.actor()))
                .onErrorMap(OperationOpenException.class, open -> problem(open))
                .map(this::view);
    }

    private static ProblemException problem(OperationOpenException open) {
        return ProblemException.of(ProblemCode.OPERATION_OPEN, "operationId", Long.toString(open.openId()));
    }

    /** Each pile by itself: one that cannot does not keep the others from it. */
    Mono<BulkView> submitAll(Scope.Operator scope, BulkOperation request) {
        OperationTask task = OperationTasks.read(request.operation());
        if ((request.pileNos() == null) == (request.stationId() == null)) {
            return Mono.error(ProblemException.of(
                    ProblemCode.INVALID_REQUEST, "pileNos", "pileNos 与 stationId 须且仅须其一 / give exactly one of them"));
        }
        return pilesOf(scope, request)
                .distinct()
                .take(BulkOperation.PILES_MAX)
                .flatMapSequential(pileNo -> one(scope, pileNo, request.operation(), task), AT_ONCE)
                .collectList()
                .map(OperationRequests::summed);
    }

    private Flux<PileNo> pilesOf(Scope.Operator scope, BulkOperation request) {
        List<String> named = request.pileNos();
        if (named != null) {
            return Flux.fromIterable(named).map(PileNo::new);
        }
        long station = Long.parseLong(Objects.requireNonNull(request.stationId()));
        return piles.ofStation(scope, station).map(Pile::pileNo);
    }

    private Mono<Tried> one(Scope.Operator scope, PileNo pileNo, NewOperation request, OperationTask task) {
        return Found.orNot(piles.get(scope, pileNo))
                .flatMap(pile -> submit(scope, pile, request, task))
                .<Tried>map(Tried.Accepted::new)
                .onErrorResume(ProblemException.class, problem -> Mono.just(new Tried.Not(pileNo, problem.code())))
                .onErrorResume(failure ->
                        Mono.just(new Tried.Not(pileNo, Problems.of(failure).code())));
    }

    private static BulkView summed(List<Tried> all) {
        List<OperationView> accepted = all.stream()
                .filter(Tried.Accepted.class::isInstance)
                .map(tried -> ((Tried.Accepted) tried).operation())
                .toList();
        List<BulkView.NotAccepted> not = all.stream()
                .filter(Tried.Not.class::isInstance)
                .map(Tried.Not.class::cast)
                .map(no -> new BulkView.NotAccepted(
                        no.pileNo().digits(),
                        no.code().name(),
                        no.code().detail(),
                        no.code().detailEn()))
                .toList();
        return new BulkView(accepted.size(), accepted, not);
    }

    Mono<OperationView> get(Scope.Operator scope, long id) {
        return operations
                .get(scope, id)
                .flatMap(operation -> operations
                        .steps(scope, id)
                        .map(steps -> OperationView.of(
                                operation,
                                desk.waitsFor(operation),
                                steps.stream().map(OperationView.Step::of).toList())));
    }

    Mono<OperationView> cancel(Scope.Operator scope, long id) {
        return operations
                .get(scope, id)
                .flatMap(known -> desk.cancel(known.pileNo(), id, scope.actor())
                        .defaultIfEmpty(known)
                        .flatMap(after -> after.status() == OperationStatus.CANCELLED
                                ? Mono.just(view(after))
                                : Mono.error(ProblemException.of(ProblemCode.OPERATION_ALREADY_SENT))));
    }

    OperationView view(Operation operation) {
        return OperationView.of(operation, desk.waitsFor(operation), null);
    }

    private sealed interface Tried {
        record Accepted(OperationView operation) implements Tried {}

        record Not(PileNo pileNo, ProblemCode code) implements Tried {}
    }
}
