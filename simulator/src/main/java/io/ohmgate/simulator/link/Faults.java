package io.ohmgate.simulator.link;

import io.ohmgate.simulator.pile.Behaviour;
import io.ohmgate.ykc.frame.CrcOrder;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Misbehaviours by name, for command lines and scenario files: {@code crcOrder=BE}, {@code skipVerify}. */
public final class Faults {
    private record Named(String form, BiFunction<PilePlan, String, PilePlan> apply) {}

    private static final Map<String, Named> ALL = new LinkedHashMap<>();

    static {
        wire(
                "crcOrder",
                "LE|BE|BAD|LEGACY",
                (w, v) -> new WireFormat(
                        crcOrder(v),
                        w.lengthWithoutPlus4(),
                        w.splitAfter(),
                        w.twoFramesInOneWrite(),
                        w.bigEndianSequence(),
                        w.ownSequenceInReplies()));
        wire(
                "lengthWithoutPlus4",
                "",
                (w, v) -> new WireFormat(
                        w.crcOrder(),
                        flag(v),
                        w.splitAfter(),
                        w.twoFramesInOneWrite(),
                        w.bigEndianSequence(),
                        w.ownSequenceInReplies()));
        wire(
                "splitAfter",
                "BYTES",
                (w, v) -> new WireFormat(
                        w.crcOrder(),
                        w.lengthWithoutPlus4(),
                        Integer.parseInt(v),
                        w.twoFramesInOneWrite(),
                        w.bigEndianSequence(),
                        w.ownSequenceInReplies()));
        wire(
                "twoFramesInOneWrite",
                "",
                (w, v) -> new WireFormat(
                        w.crcOrder(),
                        w.lengthWithoutPlus4(),
                        w.splitAfter(),
                        flag(v),
                        w.bigEndianSequence(),
                        w.ownSequenceInReplies()));
        wire(
                "bigEndianSequence",
                "",
                (w, v) -> new WireFormat(
                        w.crcOrder(),
                        w.lengthWithoutPlus4(),
                        w.splitAfter(),
                        w.twoFramesInOneWrite(),
                        flag(v),
                        w.ownSequenceInReplies()));
        wire(
                "ownSequenceInReplies",
                "",
                (w, v) -> new WireFormat(
                        w.crcOrder(),
                        w.lengthWithoutPlus4(),
                        w.splitAfter(),
                        w.twoFramesInOneWrite(),
                        w.bigEndianSequence(),
                        flag(v)));
        behaviour("heartbeatPerPile", "", (b, v) -> b.withHeartbeatPerPile(flag(v)));
        behaviour("skipVerify", "", (b, v) -> b.withSkipVerify(flag(v)));
        behaviour("uploadBeforeVerify", "", (b, v) -> b.withUploadBeforeVerify(flag(v)));
        behaviour("duplicateStartReply", "", (b, v) -> b.withDuplicateStartReply(flag(v)));
        behaviour("startReplyAfter", "SECONDS", (b, v) -> b.withStartReplyAfter(seconds(v)));
        behaviour("plugInAfter", "SECONDS", (b, v) -> b.withPlugInAfter(seconds(v)));
        behaviour("startFails", "", (b, v) -> b.withStartFails(flag(v)));
        behaviour("ignoreStop", "", (b, v) -> b.withIgnoreStop(flag(v)));
        behaviour("neverSendRecord", "", (b, v) -> b.withNeverSendRecord(flag(v)));
        behaviour("repeatRecord", "TIMES", (b, v) -> b.withRepeatRecord(Integer.parseInt(v)));
        behaviour("deleteOnAnyConfirm", "", (b, v) -> b.withDeleteOnAnyConfirm(flag(v)));
        behaviour("zeroLossEnergy", "", (b, v) -> b.withZeroLossEnergy(flag(v)));
        behaviour("amountRounding", "HALF_UP|DOWN", (b, v) -> b.withAmountRounding(RoundingMode.valueOf(v)));
        behaviour("clockOffset", "SECONDS", (b, v) -> b.withClockOffset(seconds(v)));
        behaviour("clockDrift", "PPM", (b, v) -> b.withClockDriftPartsPerMillion(Long.parseLong(v)));
        behaviour("reconnectDuringCharging", "SECONDS", (b, v) -> b.withReconnectDuringCharging(seconds(v)));
    }

    private Faults() {}

    /** Every name with the form of its value, such as {@code splitAfter=BYTES}. */
    public static SequencedSet<String> forms() {
        return ALL.entrySet().stream()
                .map(each -> each.getKey() + each.getValue().form())
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(java.util.LinkedHashSet::new), Collections::unmodifiableSequencedSet));
    }

    /**
     * The plan with one more fault, given as {@code name} or {@code name=value}.
     *
     * @throws IllegalArgumentException if there is no such fault or the value does not fit
     */
    public static PilePlan apply(PilePlan plan, String fault) {
        int equals = fault.indexOf('=');
        String name = equals < 0 ? fault : fault.substring(0, equals);
        Named named = ALL.get(name);
        if (named == null) {
            throw new IllegalArgumentException("no fault is called \"" + name + "\"; there are " + forms());
        }
        if (equals < 0 && !named.form().isEmpty()) {
            throw new IllegalArgumentException("write " + name + named.form());
        }
        return named.apply().apply(plan, equals < 0 ? "true" : fault.substring(equals + 1));
    }

    private static void wire(String name, String value, BiFunction<WireFormat, String, WireFormat> change) {
        put(
                name,
                value,
                (plan, v) -> new PilePlan(plan.spec(), plan.behaviour(), change.apply(plan.wire(), v), plan.script()));
    }

    private static void behaviour(String name, String value, BiFunction<Behaviour, String, Behaviour> change) {
        put(
                name,
                value,
                (plan, v) -> new PilePlan(plan.spec(), change.apply(plan.behaviour(), v), plan.wire(), plan.script()));
    }

    private static void put(String name, String value, BiFunction<PilePlan, String, PilePlan> apply) {
        ALL.put(name, new Named(value.isEmpty() ? "" : "=" + value, apply));
    }

    private static CrcOrder crcOrder(String value) {
        return switch (value) {
            case "LE" -> CrcOrder.LOW_FIRST;
            case "BE" -> CrcOrder.HIGH_FIRST;
            case "BAD" -> CrcOrder.BAD;
            case "LEGACY" -> CrcOrder.LEGACY_TABLE;
            default -> throw new IllegalArgumentException("crcOrder is LE, BE, BAD or LEGACY, not " + value);
        };
    }

    private static boolean flag(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false, not " + value);
        };
    }

    private static Duration seconds(String value) {
        return Duration.ofSeconds(Long.parseLong(value));
    }
}
