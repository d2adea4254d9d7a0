package io.ohmgate.loadtest.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** As many driver processes as the piles need, asked all at once, their answers added up. */
public final class Drivers implements Load {
    /** Below the 20,000 files a process may have at most on many machines. */
    private static final int SESSIONS_A_PROCESS = 18_000;

    private final List<ForkedFleet> processes;
    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();

    private Drivers(List<ForkedFleet> processes) {
        this.processes = processes;
    }

    public static Drivers start(Plan plan) throws IOException {
        int count = Math.max(1, (plan.count() + SESSIONS_A_PROCESS - 1) / SESSIONS_A_PROCESS);
        List<ForkedFleet> processes = new ArrayList<>();
        try {
            for (int k = 0; k < count; k++) {
                processes.add(ForkedFleet.start(plan.part(k, count)));
            }
            return new Drivers(processes);
        } catch (IOException failed) {
            processes.forEach(ForkedFleet::close);
            throw failed;
        }
    }

    private interface Question<T> {
        T of(ForkedFleet fleet) throws InterruptedException;
    }

    private <T> List<T> all(Question<T> question) throws InterruptedException {
        List<Callable<T>> tasks = new ArrayList<>();
        for (ForkedFleet fleet : processes) {
            tasks.add(() -> question.of(fleet));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> answer : askers.invokeAll(tasks)) {
            try {
                answers.add(answer.get());
            } catch (ExecutionException failed) {
                throw new IllegalStateException("a driver process failed", failed.getCause());
            }
        }
        return answers;
    }

    private void tell(Question<Boolean> question) throws InterruptedException {
        all(question);
    }

    @Override
    public Outcome logIn(long spreadMillis, int patienceSeconds) throws InterruptedException {
        return Outcome.sum(all(fleet -> fleet.logIn(spreadMillis, patienceSeconds)));
    }

    @Override
    public void dropAll() throws InterruptedException {
        tell(fleet -> {
            fleet.dropAll();
            return true;
        });
    }

    @Override
    public void traffic(Traffic traffic) throws InterruptedException {
        tell(fleet -> {
            fleet.traffic(traffic);
            return true;
        });
    }

    @Override
    public Outcome window(int seconds) throws InterruptedException {
        return Outcome.sum(all(fleet -> fleet.window(seconds)));
    }

    @Override
    public Outcome records(RecordLoad load, int seconds) throws InterruptedException {
        int share = Math.max(1, load.perSecond() / processes.size());
        return Outcome.sum(all(fleet -> fleet.records(new RecordLoad(share, load.window()), seconds)));
    }

    @Override
    public int sessions() throws InterruptedException {
        return all(ForkedFleet::sessions).stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public int sendAgain() throws InterruptedException {
        return all(ForkedFleet::sendAgain).stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public List<String> confirmedRecords() throws InterruptedException {
        return all(ForkedFleet::confirmedRecords).stream().flatMap(List::stream).toList();
    }

    @Override
    public List<Long> pids() {
        return processes.stream().flatMap(fleet -> fleet.pids().stream()).toList();
    }

    @Override
    public void close() {
        processes.forEach(ForkedFleet::close);
        askers.shutdownNow();
    }
}
