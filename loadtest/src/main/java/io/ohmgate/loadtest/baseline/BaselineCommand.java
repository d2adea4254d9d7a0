package io.ohmgate.loadtest.baseline;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** 基线：只应答登录与心跳的最小 Netty 服务. Runs until it is ended. */
@Command(
        name = "baseline",
        mixinStandardHelpOptions = true,
        description = "只应答登录与心跳的最小服务，作比较用 / a plain server that only acknowledges, to compare with")
public final class BaselineCommand implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "18768", description = "端口 / port")
    private int port;

    @Option(names = "--loops", defaultValue = "0", description = "事件循环数，0 为核数 / event loops, 0 for one a core")
    private int loops;

    @Override
    public Integer call() {
        int count = loops > 0 ? loops : Runtime.getRuntime().availableProcessors();
        try (AckServer server = AckServer.start("127.0.0.1", port, count)) {
            server.awaitEnd();
        }
        return 0;
    }
}
