package io.ohmgate.api.http.pile;

import java.util.List;

/** What became of an imported file. At most {@link #REJECTED_MAX} rejected lines are listed. */
public record ImportView(int imported, List<RejectedLine> rejected, boolean rejectedComplete) {
    public static final int REJECTED_MAX = 10_000;

    public ImportView {
        rejected = List.copyOf(rejected);
    }

    /** A line (counted from 1, the header included) that was not imported, and why. */
    public record RejectedLine(long line, String reason) {}
}
