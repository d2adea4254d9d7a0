package io.ohmgate.gateway.live;

import io.ohmgate.gateway.link.BatteryNote;
import io.ohmgate.gateway.link.PileReport.BatteryReported;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the vehicle asks for, measures and says of itself while a DC charge runs. Null means "not told". */
public record BatteryLive(
        @Nullable Integer demandDeciVolts,
        @Nullable Integer demandDeciAmperes,
        @Nullable Integer socPercent,
        @Nullable Integer remainingMinutes,
        @Nullable Integer maxCelsius,
        @Nullable Integer minCelsius,
        @Nullable Integer measuredDeciVolts,
        @Nullable Integer measuredDeciAmperes,
        @Nullable Integer cellMaxCentiVolts,
        List<Integer> warnings,
        BatteryNote.@Nullable Handshake handshake,
        BatteryNote.@Nullable Limits limits,
        List<BatteryNote.Troubles> troubles) {
    /** A vehicle may tell the same trouble for ever. */
    private static final int TROUBLES_MAX = 8;

    private static final BatteryLive NOTHING =
            new BatteryLive(null, null, null, null, null, null, null, null, null, List.of(), null, null, List.of());

    public BatteryLive {
        warnings = List.copyOf(warnings);
        troubles = List.copyOf(troubles);
    }

    /** The battery talks in two kinds of frame, each of which knows a half: what one does not tell stays as it was. */
    static BatteryLive merged(@Nullable BatteryLive before, BatteryReported report) {
        BatteryLive old = before == null ? NOTHING : before;
        boolean tellsWarnings = report.batteryMaxCelsius() != null;
        return new BatteryLive(
                either(report.demandDeciVolts(), old.demandDeciVolts),
                either(report.demandDeciAmperes(), old.demandDeciAmperes),
                either(report.socPercent(), old.socPercent),
                either(report.remainingMinutes(), old.remainingMinutes),
                either(report.batteryMaxCelsius(), old.maxCelsius),
                either(report.batteryMinCelsius(), old.minCelsius),
                either(report.measuredDeciVolts(), old.measuredDeciVolts),
                either(report.measuredDeciAmperes(), old.measuredDeciAmperes),
                either(report.cellMaxCentiVolts(), old.cellMaxCentiVolts),
                tellsWarnings ? report.warnings() : old.warnings,
                old.handshake,
                old.limits,
                old.troubles);
    }

    /** What is told once a charge; the statistics of its end belong to the order and not to a live screen. */
    static BatteryLive noted(@Nullable BatteryLive before, BatteryNote note) {
        BatteryLive old = before == null ? NOTHING : before;
        return switch (note) {
            case BatteryNote.Handshake told -> old.with(told, old.limits, old.troubles);
            case BatteryNote.Limits told -> old.with(old.handshake, told, old.troubles);
            case BatteryNote.Troubles told -> old.with(old.handshake, old.limits, old.troublesAnd(told));
            case BatteryNote.Readings other -> old;
            case BatteryNote.EndStatistics other -> old;
        };
    }

    private List<BatteryNote.Troubles> troublesAnd(BatteryNote.Troubles told) {
        if (troubles.contains(told) || troubles.size() >= TROUBLES_MAX) {
            return troubles;
        }
        List<BatteryNote.Troubles> more = new ArrayList<>(troubles);
        more.add(told);
        return more;
    }

    private BatteryLive with(
            BatteryNote.@Nullable Handshake hello, BatteryNote.@Nullable Limits can, List<BatteryNote.Troubles> wrong) {
        return new BatteryLive(
                demandDeciVolts,
                demandDeciAmperes,
                socPercent,
                remainingMinutes,
                maxCelsius,
                minCelsius,
                measuredDeciVolts,
                measuredDeciAmperes,
                cellMaxCentiVolts,
                warnings,
                hello,
                can,
                wrong);
    }

    private static @Nullable Integer either(@Nullable Integer told, @Nullable Integer before) {
        return told == null ? before : told;
    }
}
