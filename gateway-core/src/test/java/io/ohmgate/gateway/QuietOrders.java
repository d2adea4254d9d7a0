package io.ohmgate.gateway;

import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.order.OrderDesk;
import io.ohmgate.gateway.order.RunningCharge;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.RecordInbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders that only remember what they were told, for tests of what stands before them. */
public final class QuietOrders implements OrderDesk {
    public final List<PileReport> reports = new ArrayList<>();
    public final List<SessionId> cameBack = new ArrayList<>();
    public final Map<GunId, RunningCharge> running = new HashMap<>();

    @Override
    public void reported(SessionId session, PileReport report) {
        reports.add(report);
    }

    @Override
    public void cameBack(SessionId session) {
        cameBack.add(session);
    }

    @Override
    public Optional<RunningCharge> runningOn(GunId gun) {
        return Optional.ofNullable(running.get(gun));
    }

    /** An inbox that keeps everything at once. */
    public static RecordInbox inbox() {
        return new RecordInbox() {
            @Override
            public boolean offer(IncomingRecord record, Runnable onKept) {
                onKept.run();
                return true;
            }

            @Override
            public void whenRoom(Runnable task) {
                task.run();
            }
        };
    }
}
