package io.ohmgate.api.nodes;

import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRefusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a start at the pile's node; the orders it names are in the tables. */
record Started(
        @Nullable String orderId,
        @Nullable List<String> parts,
        boolean repeated,
        boolean keyReused,
        @Nullable StartRefusal refusal) {
    static Started of(StartOutcome outcome) {
        return switch (outcome) {
            case StartOutcome.Accepted accepted ->
                new Started(
                        accepted.order().id().text(),
                        accepted.parts().stream().map(part -> part.id().text()).toList(),
                        accepted.repeated(),
                        false,
                        null);
            case StartOutcome.Refused refused -> new Started(null, null, false, false, refused.refusal());
            case StartOutcome.KeyReused reused ->
                new Started(reused.existing().id().text(), null, true, true, null);
        };
    }
}
