package io.ohmgate.gateway.campaign;

import io.ohmgate.gateway.command.ClockKeeper;
import io.ohmgate.gateway.command.PileCommands;
import io.ohmgate.gateway.command.TariffDelivery;
import io.ohmgate.gateway.link.FirmwareSource;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport.Asked;
import io.ohmgate.gateway.link.PileReport.CommandAnswered;
import io.ohmgate.gateway.operation.GroundLocks;
import io.ohmgate.gateway.operation.Operation;
import io.ohmgate.gateway.operation.OperationDesk;
import io.ohmgate.gateway.operation.OperationDraft;
import io.ohmgate.gateway.operation.OperationOpenException;
import io.ohmgate.gateway.operation.OperationStatus;
import io.ohmgate.gateway.operation.OperationStore;
import io.ohmgate.gateway.operation.TaskRunner;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.SessionStage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Piles that fetch a program, one rollout, and time that only the test moves. */
final class CampaignFleet {
    enum Outcome {
        DONE,
        DOES_NOT_FIT,
        SILENT
    }

    private static final int FITS = 0;
    private static final int DOES_NOT_FIT = 2;

    private final SessionStage stage = new SessionStage();
    private final List<SessionStage.Device> piles = new ArrayList<>();
    private final Rows rows = new Rows();
    private final Map<PileNo, Integer> heard = new HashMap<>();
    private final OperationDesk desk;
    private final CampaignRunner runner;
    private Outcome outcome = Outcome.SILENT;

    CampaignFleet(int size) {
        PileCommands commands =
                new PileCommands(stage.sessions, stage.directory, stage.time, stage.events::add, stage.meters);
        ZoneId site = ZoneId.of("Asia/Shanghai");
        TaskRunner tasks = new TaskRunner(
                stage.directory,
                stage.sessions,
                commands,
                new ClockKeeper(stage.directory, stage.sessions, commands, stage.time, site, stage.events::add),
                new TariffDelivery(
                        stage.directory, stage.sessions, commands, pileNo -> false, stage.time, stage.events::add),
                pileNo -> false,
                pileNo -> true,
                (tenantId, pileNo, task) -> Mono.just(new FirmwareSource("10.0.0.9", 21, "u", "p", "/a", 15)));
        GroundLocks locks = new GroundLocks(stage.directory, stage.time.wall(), stage.events::add);
        desk = new OperationDesk(rows, tasks, stage.sessions, locks, stage.time, stage.events::add);
        desk.start();
        runner = new CampaignRunner(rows, desk, stage.time.wall(), stage.clock);
        runner.start();
        List<Integer> waves = Waves.deal(Campaign.WAVES_DEFAULT, size);
        for (int i = 0; i < size; i++) {
            PileNo pileNo = new PileNo("%014d".formatted(32_010_200_000_001L + i));
            stage.directory.put(SessionStage.entry(pileNo, true));
            rows.waves.put(pileNo, waves.get(i));
            piles.add(stage.device(pileNo, "10.0.0." + (i + 1), "89860000"));
            logIn(i);
        }
    }

    void logIn(int pile) {
        piles.get(pile).dials();
        desk.loggedIn(piles.get(pile).id());
    }

    void hangUp(int pile) {
        piles.get(pile).hangsUp();
    }

    void everybodyEnds(Outcome how) {
        outcome = how;
    }

    Campaign campaign() {
        return rows.campaign;
    }

    /** Piles that were sent a 0x94. */
    int asked() {
        return heard.size();
    }

    void approve() {
        rows.campaign = rows.campaign.approved("staff:2", stage.time.wall().instant());
    }

    void pause() {
        rows.campaign = rows.campaign.paused(PauseReason.BY_A_PERSON);
        runner.takeBack(rows.campaign).block();
    }

    void resume() {
        int failed = Objects.requireNonNull(
                        rows.tally(rows.campaign, rows.campaign.wave()).block())
                .failed();
        rows.campaign = rows.campaign.resumed(failed);
    }

    void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            stage.pass(Duration.ofSeconds(1));
            piles.forEach(this::carriesOn);
        }
    }

    private void carriesOn(SessionStage.Device pile) {
        if (!pile.isIn()) {
            return;
        }
        pile.speaks();
        for (PileCommand command : List.copyOf(pile.link.sent)) {
            if (command instanceof PileCommand.UpdateFirmware) {
                pile.link.sent.remove(command);
                heard.merge(command.pileNo(), 1, Integer::sum);
                if (outcome != Outcome.SILENT) {
                    int code = outcome == Outcome.DONE ? FITS : DOES_NOT_FIT;
                    desk.reported(
                            pile.id(), new CommandAnswered(command.pileNo(), 0, Asked.FIRMWARE, code == FITS, code));
                }
            }
        }
    }

    /** The tables of one rollout and its operations. */
    private static final class Rows implements OperationStore, CampaignStore {
        private final Map<Long, Operation> operations = new HashMap<>();
        private final Map<PileNo, Integer> waves = new HashMap<>();
        private final Map<PileNo, Long> askedFor = new HashMap<>();
        private Campaign campaign = CampaignRulesTest.planned(0);

        @Override
        public Mono<Operation> open(OperationDraft draft, Instant now) {
            return Mono.defer(() -> {
                for (Operation row : operations.values()) {
                    if (row.isOpen() && row.pileNo().equals(draft.pileNo())) {
                        return Mono.error(new OperationOpenException(row.id()));
                    }
                }
                Operation fresh = Operation.begin(operations.size() + 1L, draft, now);
                operations.put(fresh.id(), fresh);
                return Mono.just(fresh);
            });
        }

        @Override
        public Mono<Boolean> move(Operation before, Operation after, String by, Instant now) {
            return Mono.fromSupplier(() -> operations.replace(before.id(), before, after));
        }

        @Override
        public Flux<Operation> allOpen() {
            return Flux.empty();
        }

        @Override
        public Flux<Campaign> running() {
            return Flux.defer(() -> campaign.status() == CampaignStatus.RUNNING ? Flux.just(campaign) : Flux.empty());
        }

        @Override
        public Mono<WaveTally> tally(Campaign of, int wave) {
            return Mono.fromSupplier(() -> {
                int[] counts = new int[5];
                waves.forEach((pileNo, itsWave) -> {
                    if (itsWave == wave) {
                        counts[place(pileNo)]++;
                    }
                });
                return new WaveTally(counts[0], counts[1], counts[2], counts[3], counts[4]);
            });
        }

        private int place(PileNo pileNo) {
            Operation operation = operationOf(pileNo);
            if (operation == null) {
                return 0;
            }
            if (operation.isOpen()) {
                return 1;
            }
            return switch (operation.status()) {
                case DONE, ACKED -> 2;
                case CANCELLED -> 4;
                default -> 3;
            };
        }

        private @Nullable Operation operationOf(PileNo pileNo) {
            Long id = askedFor.get(pileNo);
            return id == null ? null : operations.get(id);
        }

        @Override
        public Mono<Boolean> hasMore(Campaign of) {
            return Mono.fromSupplier(() -> waves.values().stream().anyMatch(wave -> wave > of.wave()));
        }

        @Override
        public Flux<PileNo> pending(Campaign of, int limit) {
            return Flux.defer(() -> Flux.fromStream(waves.entrySet().stream()
                    .filter(line -> line.getValue() == of.wave() && !askedFor.containsKey(line.getKey()))
                    .map(Map.Entry::getKey)
                    .limit(limit)));
        }

        @Override
        public Mono<Void> asked(Campaign of, PileNo pileNo, long operationId) {
            return Mono.fromRunnable(() -> askedFor.put(pileNo, operationId));
        }

        @Override
        public Flux<Waiting> waiting(Campaign of) {
            return Flux.defer(() -> Flux.fromStream(Map.copyOf(askedFor).entrySet().stream()
                    .filter(line -> Objects.requireNonNull(operations.get(line.getValue()))
                                    .status()
                            == OperationStatus.WAITING)
                    .map(line -> new Waiting(line.getKey(), line.getValue()))));
        }

        @Override
        public Mono<Void> unasked(Campaign of, Waiting waiting) {
            return Mono.fromRunnable(() -> askedFor.remove(waiting.pileNo()));
        }

        @Override
        public Mono<Boolean> move(Campaign before, Campaign after, String by, Instant now) {
            return Mono.fromSupplier(() -> {
                boolean same = campaign.equals(before);
                campaign = same ? after : campaign;
                return same;
            });
        }
    }
}
