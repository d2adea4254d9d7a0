package io.ohmgate.loadtest.report;

import java.util.List;

/** Results as one page. */
public final class Page {
    private Page() {}

    public static String of(List<Result> results) {
        return "<!doctype html><title>" + results.size() + "</title>";
    }
}
