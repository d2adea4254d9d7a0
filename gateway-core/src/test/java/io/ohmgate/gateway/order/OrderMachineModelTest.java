package io.ohmgate.gateway.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Random lives against a small model written apart from the machine: which moves exist at all, how often a start and a
 * settlement may happen, and that time alone brings every order to its end (invariants A6, A10, B1).
 */
class OrderMachineModelTest {
    /** By default what takes about ten seconds; the whole number is asked for by the property. */
    private static final int LIVES = Integer.getInteger("ohmgate.order.lives", 20_000);

    private static final int EVENTS_A_LIFE = 30;
    private static final List<OrderTimer.Kind> KINDS = List.of(OrderTimer.Kind.values());
    private static final Map<OrderState, Set<OrderState>> MOVES = new EnumMap<>(OrderState.class);

    static {
        moves(OrderState.CREATED, "START_SENT CHARGING START_FAILED SETTLED IN_REVIEW");
        moves(OrderState.START_SENT, "START_ACKED CHARGING STOPPING START_FAILED SETTLED IN_REVIEW");
        moves(OrderState.START_ACKED, "CHARGING STOPPING START_FAILED SETTLED IN_REVIEW");
        moves(OrderState.CHARGING, "STOPPING AWAITING_RECORD SETTLED IN_REVIEW");
        moves(OrderState.STOPPING, "AWAITING_RECORD START_FAILED NEEDS_PERSON SETTLED IN_REVIEW");
        moves(OrderState.AWAITING_RECORD, "NEEDS_PERSON SETTLED IN_REVIEW");
        moves(OrderState.START_FAILED, "SETTLED IN_REVIEW");
        moves(OrderState.NEEDS_PERSON, "SETTLED IN_REVIEW");
        moves(OrderState.IN_REVIEW, "SETTLED");
        moves(OrderState.SETTLED, "");
    }

    private static void moves(OrderState from, String to) {
        Set<OrderState> targets = EnumSet.noneOf(OrderState.class);
        for (String name : to.split(" ", -1)) {
            if (!name.isEmpty()) {
                targets.add(OrderState.valueOf(name));
            }
        }
        MOVES.put(from, targets);
    }

    @Test
    void noOrderOfFramesMovesAnOrderBackOrStartsOrSettlesItTwice() {
        long seed = 20_260_301L;
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < LIVES; i++) {
            live(new Life(), random, "life " + i + " of seed " + seed);
        }
    }

    private static void live(Life life, RandomGenerator random, String which) {
        List<OrderEvent> said = new ArrayList<>();
        for (int i = 0; i < EVENTS_A_LIFE; i++) {
            OrderEvent event =
                    said.isEmpty() || random.nextInt(4) > 0 ? any(random) : said.get(random.nextInt(said.size()));
            said.add(event);
            ChargingOrder before = life.order;
            life.hears(event);
            assertThat(life.order.version() - before.version())
                    .as("%s: %s", which, said)
                    .isEqualTo(life.order.equals(before) ? 0 : 1);
            if (random.nextInt(3) == 0) {
                life.passes(Duration.ofMillis(random.nextLong(120_000)));
            }
        }
        check(life, which + ": " + said);
        life.passes(Duration.ofDays(2)).passes(Duration.ofHours(25));
        assertThat(life.order.state().closed())
                .as("%s: %s ends closed", which, said)
                .isTrue();
        assertThat(life.timers).as("%s: %s leaves no timer", which, said).isEmpty();
        check(life, which + ": " + said);
    }

    private static void check(Life life, String which) {
        for (int i = 1; i < life.states.size(); i++) {
            assertThat(MOVES.get(life.states.get(i - 1)))
                    .as("%s: %s", which, life.states)
                    .contains(life.states.get(i));
        }
        assertThat(life.starts).as(which).hasSizeLessThanOrEqualTo(1);
        boolean wasSent = life.states.contains(OrderState.START_SENT);
        assertThat(life.starts.isEmpty()).as(which).isEqualTo(!wasSent);
        if (life.order.state() == OrderState.START_FAILED) {
            assertThat(life.held).as("%s: a failed start holds no money", which).isFalse();
        }
        if (life.order.state() == OrderState.AWAITING_RECORD || life.order.state() == OrderState.NEEDS_PERSON) {
            assertThat(life.held).as("%s: money waits for the record", which).isTrue();
        }
    }

    private static OrderEvent any(RandomGenerator random) {
        return switch (random.nextInt(22)) {
            case 0, 1, 2 -> new OrderEvent.StartSent();
            case 3 -> new OrderEvent.StartUnsendable();
            case 4, 5 -> new OrderEvent.StartAccepted();
            case 6 -> new OrderEvent.StartAwaitsPlug();
            case 7 -> new OrderEvent.StartRejected(StartAnswer.PILE_FAULT, 3);
            case 8, 9, 10 -> Life.charging(random.nextInt(1_000));
            case 11, 12 -> new OrderEvent.IdleSeen();
            case 13 -> new OrderEvent.OtherChargeSeen();
            case 14 -> Life.stop();
            case 15 -> new OrderEvent.StopAccepted();
            case 16 -> new OrderEvent.StopFoundNothing();
            case 17 -> new OrderEvent.PileCameBack();
            case 18 ->
                random.nextInt(4) == 0
                        ? new OrderEvent.RecordHeld(0x40)
                        : new OrderEvent.TimerFired(KINDS.get(random.nextInt(KINDS.size())));
            case 20 ->
                random.nextBoolean()
                        ? new OrderEvent.PileWentSilent()
                        : new OrderEvent.BillReplaced(0x41, OrderEnd.EndReason.FULL);
            case 21 ->
                random.nextInt(8) == 0
                        ? new OrderEvent.Decided("ESTIMATE", "staff:1", "why")
                        : new OrderEvent.HoldRaised(new Money(5_000 + random.nextInt(3)));
            default ->
                random.nextInt(3) == 0
                        ? new OrderEvent.RecordSettled(0x40, random.nextBoolean())
                        : new OrderEvent.StopRejected(1);
        };
    }
}
