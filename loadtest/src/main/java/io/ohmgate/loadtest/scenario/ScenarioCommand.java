package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.report.Result;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A scenario as a command: n equal runs, one result. Exit code 1 if a check failed; a missed target is no failure. */
abstract class ScenarioCommand implements Callable<Integer> {
    @Mixin
    protected Rig rig = new Rig();

    abstract String id();

    abstract String title();

    abstract Map<String, String> options();

    abstract Run once(int number) throws IOException, InterruptedException;

    abstract List<Target> targets(List<Run> runs);

    Result result() throws IOException, InterruptedException {
        List<Run> runs = new ArrayList<>();
        for (int number = 1; number <= rig.runs; number++) {
            runs.add(once(number));
        }
        return rig.keep(id(), title(), options(), runs, targets(runs));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return result().good() ? 0 : 1;
    }
}
