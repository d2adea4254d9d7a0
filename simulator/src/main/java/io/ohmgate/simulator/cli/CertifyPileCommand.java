package io.ohmgate.simulator.cli;

import io.ohmgate.simulator.scenario.Scenario.Side;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts a pile on trial. */
@Command(
        name = "certify-pile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "按场景认证充电桩：本程序扮演平台并等待该桩连接（退出码 0 通过，1 未通过）。",
            "Certifies a pile: plays a small platform and waits for the pile (exit code 0 passed, 1 failed)."
        })
final class CertifyPileCommand implements Callable<Integer> {
    @Mixin
    private final CertifyOptions options = new CertifyOptions();

    @Option(
            names = "--bind",
            defaultValue = "0.0.0.0",
            description = {"监听地址（默认 ${DEFAULT-VALUE}）。", "Where to listen."})
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "8768",
            description = {"监听端口（默认 ${DEFAULT-VALUE}）。", "On which port."})
    private int port;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.run(Objects.requireNonNull(spec).commandLine(), Side.PILE, host, port);
    }
}
