package io.ohmgate.loadtest;

import io.ohmgate.loadtest.attack.AttackCommand;
import io.ohmgate.loadtest.baseline.BaselineCommand;
import io.ohmgate.loadtest.bench.JmhCommand;
import io.ohmgate.loadtest.charges.ChargesCommand;
import io.ohmgate.loadtest.driver.DriverCommand;
import io.ohmgate.loadtest.report.ReportCommand;
import io.ohmgate.loadtest.scenario.FaultsCommand;
import io.ohmgate.loadtest.scenario.FiguresCommand;
import io.ohmgate.loadtest.scenario.FloodCommand;
import io.ohmgate.loadtest.scenario.FollowersCommand;
import io.ohmgate.loadtest.scenario.LoginsCommand;
import io.ohmgate.loadtest.scenario.RecordsCommand;
import io.ohmgate.loadtest.scenario.RestartCommand;
import io.ohmgate.loadtest.scenario.SlowReadersCommand;
import io.ohmgate.loadtest.scenario.SoakCommand;
import io.ohmgate.loadtest.scenario.SteadyCommand;
import io.ohmgate.loadtest.scenario.StopsCommand;
import io.ohmgate.loadtest.scenario.StormCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** 压力测试. Honest load for operators: open loop, due times fixed beforehand, servers measured from outside. */
@Command(
        name = "loadtest",
        subcommands = {
            HelpCommand.class,
            SteadyCommand.class,
            FloodCommand.class,
            LoginsCommand.class,
            StormCommand.class,
            RecordsCommand.class,
            SlowReadersCommand.class,
            RestartCommand.class,
            StopsCommand.class,
            FollowersCommand.class,
            FaultsCommand.class,
            SoakCommand.class,
            FiguresCommand.class,
            ReportCommand.class,
            JmhCommand.class,
            ChargesCommand.class,
            AttackCommand.class,
            BaselineCommand.class,
            DriverCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "压力测试工具；每个场景见 loadtest help <场景> / load tests; see loadtest help <scenario>")
public final class LoadTest {
    private LoadTest() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new LoadTest()).execute(args));
    }
}
