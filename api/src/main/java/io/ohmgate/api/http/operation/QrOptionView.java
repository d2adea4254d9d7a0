package io.ohmgate.api.http.operation;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.qr.QrOption;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;

/** Which QR codes a pile is told to show; {@code codes} is what each of its guns then shows. */
public record QrOptionView(QrOption.Form form, String text, List<String> codes) {
    public QrOptionView {
        codes = List.copyOf(codes);
    }

    static QrOptionView of(QrOption option, PileNo pileNo, int guns) {
        List<String> codes = new ArrayList<>();
        for (int gunNo = 1; gunNo <= guns; gunNo++) {
            codes.add(option.textFor(pileNo.gun(gunNo)));
        }
        return new QrOptionView(option.form(), option.text(), codes);
    }

    /** What is wanted. */
    public record Wanted(
            @NotNull QrOption.Form form,
            @NotNull @Size(min = 1, max = QrOption.TEXT_MAX) String text) {}
}
