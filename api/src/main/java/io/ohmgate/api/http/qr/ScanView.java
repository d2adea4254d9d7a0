package io.ohmgate.api.http.qr;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.qr.QrResolver;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.qr.QrForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a scanned code leads. {@code gunId} is left out if the code names a pile with several guns and it cannot be told
 * which one is meant: then the driver chooses among {@code choices}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScanView(@Nullable String gunId, String pileNo, String stationId, QrForm form, List<String> choices) {
    public ScanView {
        choices = List.copyOf(choices);
    }

    static ScanView of(QrResolver.Found found) {
        GunId gun = found.gun();
        return new ScanView(
                gun == null ? null : gun.digits(),
                found.pile().pileNo().digits(),
                Long.toString(found.pile().stationId()),
                found.form(),
                found.choices().stream().map(GunId::digits).toList());
    }
}
