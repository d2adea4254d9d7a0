package io.ohmgate.gateway.operation;

import io.ohmgate.gateway.command.ClockKeeper;
import io.ohmgate.gateway.command.PileCommands;
import io.ohmgate.gateway.command.TariffDelivery;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.operation.OperationAnswer.Accepted;
import io.ohmgate.gateway.operation.OperationAnswer.Later;
import io.ohmgate.gateway.operation.OperationAnswer.Refused;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileSessions;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Turns a task into what is asked of the pile, and says when it must not be asked yet. */
public final class TaskRunner {
    private static final int WATTS_PER_KW = 1_000;
    private static final int NO_CODE = 0;

    private final PileDirectory directory;
    private final PileSessions sessions;
    private final PileCommands commands;
    private final ClockKeeper clocks;
    private final TariffDelivery tariffs;
    private final Predicate<PileNo> charging;
    private final Predicate<PileNo> trusted;
    private final FirmwareAccounts accounts;

    /** {@code trusted}: whether the pile is known well enough to be handed a program. */
    public TaskRunner(
            PileDirectory directory,
            PileSessions sessions,
            PileCommands commands,
            ClockKeeper clocks,
            TariffDelivery tariffs,
            Predicate<PileNo> charging,
            Predicate<PileNo> trusted,
            FirmwareAccounts accounts) {
        this.directory = directory;
        this.sessions = sessions;
        this.commands = commands;
        this.clocks = clocks;
        this.tariffs = tariffs;
        this.charging = charging;
        this.trusted = trusted;
        this.accounts = accounts;
    }

    /** Why the operation has to wait, or null if the pile can be asked now. */
    @Nullable
    OperationReason mustWait(Operation operation) {
        PileNo pileNo = operation.pileNo();
        if (sessions.current(pileNo).isEmpty()) {
            return OperationReason.PILE_OFFLINE;
        }
        return switch (operation.task()) {
            case OperationTask.PushTariff push -> beforeTariff(pileNo);
            case OperationTask.UpdateFirmware update -> beforeUpdate(pileNo);
            case OperationTask.WorkMode go -> null;
            case OperationTask.Reboot go -> null;
            case OperationTask.SyncClock go -> null;
            case OperationTask.MoveGroundLock go -> null;
            case OperationTask.ReadGun go -> null;
            case OperationTask.SetQrPrefix go -> null;
            case OperationTask.SetGunQr go -> null;
        };
    }

    private @Nullable OperationReason beforeTariff(PileNo pileNo) {
        if (charging.test(pileNo)) {
            return OperationReason.PILE_CHARGING;
        }
        return sessions.canStart(pileNo) ? null : OperationReason.PILE_NOT_TRUSTED;
    }

    /**
     * We wait for the end of a charge ourselves, also where the pile could: its account to fetch the file lives for half an
     * hour only. That the pile waits as well is for a charge that begins in between.
     */
    private @Nullable OperationReason beforeUpdate(PileNo pileNo) {
        if (!sessions.canStart(pileNo) || !trusted.test(pileNo)) {
            return OperationReason.PILE_NOT_TRUSTED;
        }
        return charging.test(pileNo) ? OperationReason.PILE_CHARGING : null;
    }

    @Nullable
    Long tenantOf(PileNo pileNo) {
        PileEntry entry = directory.find(pileNo);
        return entry == null ? null : entry.tenantId();
    }

    /** Whether the pile itself holds the task back until nothing charges: as long as it does, no time runs. */
    boolean isHeldBack(Operation operation) {
        return operation.task().whenIdle() && charging.test(operation.pileNo());
    }

    /** Asks the pile when subscribed; fails with a {@link io.ohmgate.gateway.command.CommandFailure}. */
    Mono<OperationAnswer> run(Operation operation, SessionId session) {
        PileNo pileNo = operation.pileNo();
        return switch (operation.task()) {
            case OperationTask.WorkMode mode ->
                ask(operation, new PileCommand.SetWorkMode(pileNo, mode.locked(), mode.maxPowerPercent()));
            case OperationTask.Reboot reboot -> ask(operation, new PileCommand.Reboot(pileNo, reboot.whenIdle()));
            case OperationTask.SyncClock sync -> clocks.setNow(pileNo).map(TaskRunner::answer);
            case OperationTask.MoveGroundLock lock ->
                ask(operation, new PileCommand.MoveGroundLock(operation.gun(), lock.raise()));
            case OperationTask.ReadGun read -> ask(operation, new PileCommand.ReadGun(operation.gun()));
            case OperationTask.SetQrPrefix qr ->
                ask(operation, new PileCommand.SetQrPrefix(pileNo, qr.prefix(), qr.withGunNo()));
            case OperationTask.SetGunQr qr ->
                ask(operation, new PileCommand.SetGunQr(operation.gun(), qr.url(), qr.withPileNo()));
            case OperationTask.PushTariff push ->
                tariffs.push(pileNo).map(TaskRunner::answer).defaultIfEmpty(nothingToSend());
            case OperationTask.UpdateFirmware update -> update(operation, update, session);
        };
    }

    private Mono<OperationAnswer> ask(Operation operation, PileCommand command) {
        return commands.ask(command, operation.task().answerWithin()).map(TaskRunner::answer);
    }

    private static OperationAnswer answer(PileReport report) {
        return switch (report) {
            case PileReport.CommandAnswered yesNo -> answer(yesNo.accepted(), yesNo.code());
            case PileReport.TariffAnswered tariff -> answer(tariff.accepted(), NO_CODE);
            default -> new Accepted(NO_CODE);
        };
    }

    private static OperationAnswer answer(boolean accepted, int code) {
        return accepted ? new Accepted(code) : new Refused(OperationReason.PILE_SAID_NO, code);
    }

    private static OperationAnswer nothingToSend() {
        return new Refused(OperationReason.NOTHING_TO_SEND, NO_CODE);
    }

    /** The account is made when the pile is told and stands in the frame alone; the answer comes when it is all over. */
    private Mono<OperationAnswer> update(Operation operation, OperationTask.UpdateFirmware update, SessionId session) {
        PileEntry entry = directory.find(operation.pileNo());
        if (entry == null) {
            return Mono.just(nothingToSend());
        }
        return accounts.issue(entry.tenantId(), entry.pileNo(), update)
                .<OperationAnswer>map(source -> {
                    Optional<PileLink> link = sessions.linkOf(session);
                    link.ifPresent(open -> open.send(new PileCommand.UpdateFirmware(
                            entry.pileNo(),
                            entry.kind() == PileEntry.PileKind.DC,
                            entry.ratedWatts() / WATTS_PER_KW,
                            source,
                            update.whenIdle())));
                    return link.isPresent() ? new Later() : new Refused(OperationReason.CONNECTION_LOST, NO_CODE);
                })
                .defaultIfEmpty(nothingToSend());
    }
}
