package io.ohmgate.api.http.operation;

import java.util.List;

/** What became of a wish for many piles: one operation each, and those that got none, with the reason. */
public record BulkView(int accepted, List<OperationView> operations, List<NotAccepted> notAccepted) {
    public BulkView {
        operations = List.copyOf(operations);
        notAccepted = List.copyOf(notAccepted);
    }

    public record NotAccepted(String pileNo, String code, String detail, String detailEn) {}
}
