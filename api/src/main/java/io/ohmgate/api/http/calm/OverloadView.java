package io.ohmgate.api.http.calm;

import io.ohmgate.gateway.calm.Calm;
import io.ohmgate.gateway.calm.Level;
import io.ohmgate.gateway.calm.Signal;
import io.ohmgate.gateway.calm.Work;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far this node gives way, in words for a banner, and why. */
@Schema(name = "Overload", description = "过载等级 0–5 / How far this node gives way")
public record OverloadView(
        int level,
        String name,
        Instant since,
        String banner,
        String bannerEn,
        @Nullable String cause,
        List<SignalView> signals,
        List<ShedView> shed) {
    /** One signal: what it shows now, and its marks for the levels 1 to 5; null where it does not ask for one. */
    public record SignalView(String signal, long reading, List<@Nullable Long> marks) {}

    /** What was shed of one class since the start of the process. */
    public record ShedView(@Schema(name = "class") String work, long count) {}

    static OverloadView of(Calm.View view) {
        List<SignalView> signals = new ArrayList<>();
        for (Signal signal : Signal.values()) {
            List<@Nullable Long> marks = new ArrayList<>();
            signal.marks().forEach(mark -> marks.add(mark == Long.MAX_VALUE ? null : mark));
            signals.add(new SignalView(signal.name(), view.readings().getOrDefault(signal, 0L), marks));
        }
        List<ShedView> shed = new ArrayList<>();
        for (Work work : Work.values()) {
            shed.add(new ShedView(work.name(), view.shed().getOrDefault(work, 0L)));
        }
        Level level = view.level();
        Signal cause = view.cause();
        return new OverloadView(
                level.number(),
                level.name(),
                view.since(),
                banner(level),
                bannerEn(level),
                cause == null ? null : cause.name(),
                signals,
                shed);
    }

    private static String banner(Level level) {
        return switch (level) {
            case CALM -> "系统运行正常。";
            case NO_REPORTS -> "系统繁忙：报表、导出和历史查询已暂停，充电不受影响。";
            case LESS_DETAIL -> "系统繁忙：报表已暂停，电池与报文明细抽样保存，充电不受影响。";
            case SLOWER_LIVE -> "系统繁忙：实时数据每 5 秒更新，明细暂不保存，充电不受影响。";
            case SLOWER_UPDATES -> "系统很忙：实时数据每 15 秒更新，后台操作放慢，充电不受影响。";
            case NO_NEW_STARTS -> "系统过载：暂不接受新的充电启动；正在充电、停止充电和账单不受影响。";
        };
    }

    private static String bannerEn(Level level) {
        return switch (level) {
            case CALM -> "The system runs as it should.";
            case NO_REPORTS -> "Busy: reports, exports and searches are paused. Charging is not affected.";
            case LESS_DETAIL -> "Busy: reports are paused and detail is sampled. Charging is not affected.";
            case SLOWER_LIVE -> "Busy: live values come every 5 s and detail is not kept. Charging is not affected.";
            case SLOWER_UPDATES -> "Very busy: live values come every 15 s. Charging is not affected.";
            case NO_NEW_STARTS -> "Overloaded: no new starts. Running charges, stops and bills are not affected.";
        };
    }
}
