package io.ohmgate.ykc.session;

import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileGateway;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A gateway that remembers what it was told and answers as the test says. */
final class RecordingGateway implements PileGateway {
    final Set<PileNo> allowed = new HashSet<>();
    final List<PileHello> hellos = new ArrayList<>();
    final List<PileReport> reports = new ArrayList<>();
    final List<RawRecord> records = new ArrayList<>();
    final List<Consumer<Confirmation>> confirmations = new ArrayList<>();
    final List<String> oddities = new ArrayList<>();
    final List<SessionId> recordSessions = new ArrayList<>();
    final Set<String> dialect = new HashSet<>();
    final List<String> unsupported = new ArrayList<>();
    final List<String> security = new ArrayList<>();
    final List<CloseReason> closed = new ArrayList<>();
    final List<Runnable> verdictsToGive = new ArrayList<>();
    boolean verdictLater;
    int heard;

    @Nullable
    PileTariff tariff;

    @Nullable
    PileLink link;

    @Override
    public void login(PileHello hello, PileLink from, Consumer<Admission> verdict) {
        hellos.add(hello);
        link = from;
        Admission admission = allowed.contains(hello.pileNo())
                ? new Admission.Accepted(new SessionId(hello.pileNo(), hellos.size()))
                : new Admission.Refused(Admission.LoginRefusal.UNKNOWN_PILE);
        if (verdictLater) {
            verdictsToGive.add(() -> verdict.accept(admission));
        } else {
            verdict.accept(admission);
        }
    }

    @Override
    public void heard(SessionId session) {
        heard++;
    }

    @Override
    public void report(SessionId session, PileReport report) {
        reports.add(report);
    }

    @Override
    public void record(SessionId session, RawRecord record, Consumer<Confirmation> confirm) {
        records.add(record);
        recordSessions.add(session);
        confirmations.add(confirm);
    }

    @Override
    public Optional<PileTariff> tariffOf(PileNo pileNo) {
        return Optional.ofNullable(tariff);
    }

    @Override
    public void oddity(String protocol, String anomaly) {
        oddities.add(anomaly);
    }

    @Override
    public Set<String> dialectOf(PileNo pileNo) {
        return dialect;
    }

    @Override
    public void unsupported(PileNo pileNo, InetSocketAddress source, String version) {
        unsupported.add(version + " " + pileNo);
    }

    @Override
    public void securityEvent(SessionId session, String kind, String detail) {
        security.add(kind);
    }

    @Override
    public void closed(SessionId session, CloseReason reason) {
        closed.add(reason);
    }
}
