package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.message.Realtime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The 0x13 of a time without a link (离线监测数据), to be told after the login, before the record they belong to. */
final class StoredReports {
    /** So many fit into the pile's flash; then the oldest is overwritten. */
    static final int REPORTS_MAX = 5_000;

    private final ArrayDeque<Realtime> kept = new ArrayDeque<>();

    void keep(Realtime report, int most) {
        while (kept.size() >= Math.min(most, REPORTS_MAX)) {
            kept.removeFirst();
        }
        kept.addLast(report);
    }

    List<Realtime> takeOf(TradeNo tradeNo) {
        List<Realtime> taken = new ArrayList<>();
        for (Iterator<Realtime> each = kept.iterator(); each.hasNext(); ) {
            Realtime report = each.next();
            if (report.tradeNo().equals(tradeNo)) {
                taken.add(report);
                each.remove();
            }
        }
        return taken;
    }

    List<Realtime> takeAll() {
        List<Realtime> taken = List.copyOf(kept);
        kept.clear();
        return taken;
    }
}
