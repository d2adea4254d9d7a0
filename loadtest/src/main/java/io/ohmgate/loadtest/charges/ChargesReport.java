package io.ohmgate.loadtest.charges;

import java.io.PrintStream;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A run as a table for people and as JSON for comparison. */
record ChargesReport(Charges.Result result) {
    void print(PrintStream out) {
        out.println();
        out.printf(
                Locale.ROOT,
                "%-28s %9s %9s %9s %9s %9s%n",
                "ms from the due time",
                "count",
                "p50",
                "p99",
                "p99.9",
                "max");
        row(out, "start accepted (202)", result.starts());
        row(out, "stop accepted (202)", result.stops());
        row(out, "settled, seen by polling 5 s", result.settlements());
        out.println();
        out.println("orders ended     " + result.ends() + " of " + result.guns() + " guns");
        out.println("starts refused   " + result.refusals());
        out.println("asked again      " + result.askedAgain() + " starts and stops that were not served (5xx)");
        out.println("records          sent " + result.fleet().recordsSent() + ", confirmed "
                + result.fleet().recordsConfirmed() + ", unconfirmed "
                + result.fleet().recordsUnconfirmed());
        out.println("frames           sent " + result.fleet().framesSent() + ", received "
                + result.fleet().framesReceived() + ", unreadable "
                + result.fleet().unreadableFrames());
        out.println("connections lost " + result.fleet().connectionsLost());
        out.println("ledger           " + result.ledger());
        out.println(result.good() ? "GOOD: every order settled" : "NOT GOOD");
    }

    private static void row(PrintStream out, String name, Histogram micros) {
        out.printf(
                Locale.ROOT,
                "%-28s %9d %9.1f %9.1f %9.1f %9.1f%n",
                name,
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3);
    }

    String json(JsonMapper mapper) {
        ObjectNode root = mapper.createObjectNode();
        root.put("good", result.good()).put("guns", result.guns());
        root.set("ends", mapper.valueToTree(result.ends()));
        root.set("refusals", mapper.valueToTree(result.refusals()));
        root.put("askedAgain", result.askedAgain());
        root.set("startAcceptedMicros", percentiles(mapper, result.starts()));
        root.set("stopAcceptedMicros", percentiles(mapper, result.stops()));
        root.set("settledMicros", percentiles(mapper, result.settlements()));
        root.set("fleet", mapper.valueToTree(result.fleet()));
        root.set("ledger", mapper.readTree(result.ledger()));
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static ObjectNode percentiles(JsonMapper mapper, Histogram micros) {
        return mapper.createObjectNode()
                .put("count", micros.getTotalCount())
                .put("p50", micros.getValueAtPercentile(50))
                .put("p99", micros.getValueAtPercentile(99))
                .put("p999", micros.getValueAtPercentile(99.9))
                .put("max", micros.getMaxValue());
    }
}
