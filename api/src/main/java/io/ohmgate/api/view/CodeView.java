package io.ohmgate.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.link.BatteryNote;
import io.ohmgate.gateway.order.OrderEnd;
import io.ohmgate.ykc.words.Cause;
import io.ohmgate.ykc.words.CodeBook;
import io.ohmgate.ykc.words.CodeList;
import io.ohmgate.ykc.words.CodeWord;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A code of a pile or vehicle in words, with advice. The operator's advice is left out where a driver reads. */
@Schema(name = "Code", description = "代码释义与建议 / A code in words, with advice")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CodeView(
        CodeList list,
        String code,
        boolean listed,
        Cause cause,
        String zh,
        String en,
        String adviceZh,
        String adviceEn,
        @Nullable String operatorAdviceZh,
        @Nullable String operatorAdviceEn) {
    public static CodeView forStaff(CodeWord word) {
        return of(word, true);
    }

    public static CodeView forDriver(CodeWord word) {
        return of(word, false);
    }

    private static CodeView of(CodeWord word, boolean operator) {
        return new CodeView(
                word.list(),
                word.hex(),
                word.listed(),
                word.advice().cause(),
                word.text().zh(),
                word.text().en(),
                word.advice().driver().zh(),
                word.advice().driver().en(),
                operator ? word.advice().operator().zh() : null,
                operator ? word.advice().operator().en() : null);
    }

    /** The code that came with an order's end: why the pile refused, or why it stopped. Null if none came. */
    public static @Nullable CodeView of(@Nullable OrderEnd end) {
        Integer code = end == null ? null : end.code();
        if (end == null || code == null) {
            return null;
        }
        CodeList list =
                end.reason() == OrderEnd.EndReason.REFUSED_BY_PILE ? CodeList.START_REFUSAL : CodeList.STOP_REASON;
        return forDriver(CodeBook.of(list, code));
    }

    /** Which list the codes of a battery's troubles are from. */
    public static CodeList listOf(BatteryNote.Troubles.Kind kind) {
        return switch (kind) {
            case ERROR -> CodeList.BMS_ERROR;
            case VEHICLE_STOPPED -> CodeList.VEHICLE_STOPPED;
            case CHARGER_STOPPED -> CodeList.CHARGER_STOPPED;
            case WARNING -> CodeList.BATTERY_WARNING;
        };
    }

    public static List<CodeView> faults(int bits) {
        return CodeBook.faults(bits).stream().map(CodeView::forStaff).toList();
    }
}
