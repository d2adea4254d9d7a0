package io.ohmgate.api.explain;

import io.ohmgate.api.explain.ExplanationView.Source;
import io.ohmgate.api.explain.ExplanationView.Step;
import io.ohmgate.api.store.FrameTables.LoggedFrame;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.words.FrameWords;
import java.util.List;
import java.util.Set;

/** What battery and charger said of each other, as steps of the order's life. */
final class BatterySteps {
    private static final Set<FrameType> TOLD = Set.of(
            FrameType.BMS_HANDSHAKE,
            FrameType.BMS_PARAMS,
            FrameType.CHARGE_END,
            FrameType.BMS_ERROR,
            FrameType.BMS_ABORT,
            FrameType.CHARGER_ABORT);

    private BatterySteps() {}

    static void add(List<Step> steps, FrameTrail trail) {
        for (LoggedFrame frame : trail.all()) {
            FrameType type = FrameType.ofCode(frame.typeCode());
            if (type != null && TOLD.contains(type)) {
                steps.add(Step.of(
                        frame.at(),
                        Source.BATTERY,
                        type.name(),
                        FrameWords.of(type),
                        List.of(Long.toString(frame.id()))));
            }
        }
    }
}
