package io.ohmgate.api.http.pile;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.store.TrustTables.SecurityEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something a person should see: what, of which pile, from where, and when. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecurityEventView(
        String id,
        @Nullable String pileNo,
        String kind,
        String zh,
        String en,
        String detail,
        @Nullable String source,
        Instant at) {
    private static final String NO_NUMBER = "00000000000000";

    static SecurityEventView of(SecurityEvent event) {
        EventText text = EventText.of(event.kind());
        return new SecurityEventView(
                Long.toString(event.id()),
                NO_NUMBER.equals(event.pileNo()) ? null : event.pileNo(),
                event.kind(),
                text.zh(),
                text.en(),
                event.detail(),
                event.source(),
                event.at());
    }
}
