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

/** Puts a platform on trial. */
@Command(
        name = "certify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "按场景认证平台：模拟桩扮演桩，逐项检查平台的应答与时限（退出码 0 通过，1 未通过）。",
            "Certifies a platform: a simulated pile plays scenarios against it (exit code 0 passed, 1 failed)."
        })
final class CertifyCommand implements Callable<Integer> {
    @Mixin
    private final CertifyOptions options = new CertifyOptions();

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = {"平台地址（默认 ${DEFAULT-VALUE}）。", "The platform."})
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "8768",
            description = {"平台端口（默认 ${DEFAULT-VALUE}）。", "Its port."})
    private int port;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.run(Objects.requireNonNull(spec).commandLine(), Side.PLATFORM, host, port);
    }
}
