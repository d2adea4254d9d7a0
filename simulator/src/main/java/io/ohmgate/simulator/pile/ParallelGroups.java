package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.message.ParallelConfirm;
import io.ohmgate.ykc.message.ParallelStart;
import io.ohmgate.ykc.message.RemoteStartReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two or more guns on one vehicle (并充, reference 7.10): they start together or not at all. Starts of the platform are
 * collected for a moment, because nothing in 0xA4 says how many there are; answers to the pile's own request until each
 * gun has one.
 */
final class ParallelGroups {
    static final Duration COLLECTED = Duration.ofSeconds(1);

    private record Asked(ParallelStart start, int sequence) {}

    private final List<Gun> guns;
    private final List<Asked> asked = new ArrayList<>();
    private final Map<Integer, @Nullable ParallelConfirm> answers = new LinkedHashMap<>();
    private String requestNo = "";
    private Instant due = Instant.MAX;

    ParallelGroups(List<Gun> guns) {
        this.guns = guns;
    }

    Instant due() {
        return due;
    }

    void advance(Instant now) {
        if (!now.isBefore(due)) {
            decide(now);
        }
    }

    // Asked by the platform

    void on(ParallelStart start, int sequence, Instant now) {
        boolean other = !asked.isEmpty() && !numberOf(asked.getFirst().start()).equals(numberOf(start));
        if (other) {
            decide(now);
        }
        asked.add(new Asked(start, sequence));
        due = now.plus(COLLECTED);
        if (asked.size() == guns.size()) {
            decide(now);
        }
    }

    private static String numberOf(ParallelStart start) {
        return start.parallelNo() == null ? "" : start.parallelNo();
    }

    /** All results of a group are equal; the first gun asked is the main one. */
    private void decide(Instant now) {
        due = Instant.MAX;
        List<Asked> group = List.copyOf(asked);
        asked.clear();
        int refusal = group.size() < 2 ? RemoteStartReply.PILE_FAULT : refusalOf(group);
        for (Asked each : group) {
            ParallelStart start = each.start();
            boolean main = each.equals(group.getFirst());
            gunOf(start).replyToParallel(start.tradeNo(), refusal, main, numberOf(start), each.sequence());
        }
        if (refusal == 0) {
            group.forEach(each -> gunOf(each.start()).start(orderOf(each.start()), now));
        }
    }

    private int refusalOf(List<Asked> group) {
        for (Asked each : group) {
            int refusal = gunOf(each.start()).refusal();
            if (refusal != 0) {
                return refusal;
            }
        }
        return 0;
    }

    private static Charge.Order orderOf(ParallelStart start) {
        long balance = start.balance() == null ? 0 : start.balance().fen();
        String card = start.physicalCardNo() == null ? "0".repeat(16) : start.physicalCardNo();
        return new Charge.Order(start.tradeNo(), card, balance, Charge.Mode.APP);
    }

    private Gun gunOf(ParallelStart start) {
        return guns.get(start.gunNo() - 1);
    }

    // Asked by a driver

    /** @return false if one of the guns cannot start now */
    boolean request(List<Integer> gunNos, StartAtPile start, String parallelNo, Instant now) {
        for (int gunNo : gunNos) {
            if (guns.get(gunNo - 1).refusal() != 0) {
                return false;
            }
        }
        answers.clear();
        requestNo = parallelNo;
        for (int gunNo : gunNos) {
            Gun gun = guns.get(gunNo - 1);
            if (gun.awaitPlatform(start, now)) {
                answers.put(gunNo, null);
                gun.askAsOneOf(start, answers.size() == 1, parallelNo);
            }
        }
        return true;
    }

    void on(ParallelConfirm confirm, Instant now) {
        boolean mine = answers.containsKey(confirm.gunNo()) && requestNo.equals(confirm.parallelNo());
        if (!mine) {
            return;
        }
        if (!confirm.accepted()) {
            answers.keySet().forEach(gunNo -> guns.get(gunNo - 1).refused(confirm.failReason()));
            answers.clear();
            return;
        }
        answers.put(confirm.gunNo(), confirm);
        List<ParallelConfirm> all = new ArrayList<>();
        for (ParallelConfirm answer : answers.values()) {
            if (answer == null) {
                return;
            }
            all.add(answer);
        }
        answers.clear();
        all.forEach(each -> startOfGroup(each, now));
    }

    private void startOfGroup(ParallelConfirm confirm, Instant now) {
        TradeNo tradeNo = confirm.tradeNo();
        long balance = confirm.balance() == null ? 0 : confirm.balance().fen();
        guns.get(confirm.gunNo() - 1).startOfGroup(tradeNo, balance, now);
    }
}
