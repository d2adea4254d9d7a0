package io.ohmgate.api.http.order;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.gateway.bench.BenchRefusal;
import io.ohmgate.gateway.order.StartRefusal;

/** Each reason not to start has a problem of the same name, with its own sentence and next action. */
final class Refusals {
    private Refusals() {}

    static ProblemCode problemOf(StartRefusal refusal) {
        return switch (refusal) {
            case GUN_UNKNOWN -> ProblemCode.GUN_UNKNOWN;
            case STATION_CLOSED -> ProblemCode.STATION_CLOSED;
            case PILE_DISABLED -> ProblemCode.PILE_DISABLED;
            case PILE_OFFLINE -> ProblemCode.PILE_OFFLINE;
            case PILE_NOT_TRUSTED -> ProblemCode.PILE_NOT_TRUSTED;
            case PILE_TAKEN_OVER -> ProblemCode.PILE_TAKEN_OVER;
            case GUN_FAULTY -> ProblemCode.GUN_FAULTY;
            case GUN_NOT_PLUGGED -> ProblemCode.GUN_NOT_PLUGGED;
            case GUN_BUSY -> ProblemCode.GUN_BUSY;
            case STATION_AT_CAPACITY -> ProblemCode.STATION_AT_CAPACITY;
            case NOT_PARALLEL -> ProblemCode.NOT_PARALLEL;
            case PILE_TARIFF_NOT_READY -> ProblemCode.PILE_TARIFF_NOT_READY;
            case PRICE_CHANGED -> ProblemCode.PRICE_CHANGED;
            case DRIVER_BARRED -> ProblemCode.DRIVER_BARRED;
            case BALANCE_TOO_LOW -> ProblemCode.BALANCE_TOO_LOW;
            case UNPAID_ORDER -> ProblemCode.UNPAID_ORDER;
            case ORDER_ALREADY_RUNNING -> ProblemCode.ORDER_ALREADY_RUNNING;
        };
    }

    static ProblemCode problemOf(BenchRefusal refusal) {
        return switch (refusal) {
            case ORDER_NOT_ABNORMAL -> ProblemCode.ORDER_NOT_ABNORMAL;
            case ORDER_WITHOUT_DRIVER -> ProblemCode.ORDER_WITHOUT_DRIVER;
            case NOTHING_TO_ACCEPT -> ProblemCode.NOTHING_TO_ACCEPT;
            case NOTHING_TO_ESTIMATE -> ProblemCode.NOTHING_TO_ESTIMATE;
            case KEY_REUSED -> ProblemCode.IDEMPOTENCY_KEY_REUSED;
            case DRIVER_UNKNOWN -> ProblemCode.DECISION_DRIVER_UNKNOWN;
            case ORDER_HAS_DRIVER -> ProblemCode.ORDER_HAS_DRIVER;
            case SAME_PERSON -> ProblemCode.DECISION_SAME_PERSON;
            case PROPOSAL_WAITS -> ProblemCode.PROPOSAL_WAITS;
            case PROPOSAL_CLOSED -> ProblemCode.PROPOSAL_CLOSED;
            case PROPOSAL_OUTDATED -> ProblemCode.PROPOSAL_OUTDATED;
        };
    }
}
