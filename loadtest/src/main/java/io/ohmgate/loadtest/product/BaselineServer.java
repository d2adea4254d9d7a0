package io.ohmgate.loadtest.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The baseline in JVMs of its own, with the same flags as the product's. */
public final class BaselineServer implements Server {
    private static final int READY_WITHIN_SECONDS = 30;

    private final List<JavaProcess> nodes = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();

    private BaselineServer() {}

    public static BaselineServer start(List<String> flags, int port, int count, int loops, Path folder)
            throws IOException, InterruptedException {
        BaselineServer server = new BaselineServer();
        try {
            for (int k = 0; k < count; k++) {
                server.startNode(flags, port + k, loops, folder);
            }
            return server;
        } catch (IOException | IllegalStateException failed) {
            server.close();
            throw failed;
        }
    }

    private void startNode(List<String> flags, int port, int loops, Path folder)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(flags);
        arguments.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "io.ohmgate.loadtest.LoadTest",
                "baseline",
                "--port=" + port,
                "--loops=" + loops));
        JavaProcess node =
                JavaProcess.start(arguments, Map.of(), folder.toAbsolutePath(), folder.resolve("baseline.log"));
        nodes.add(node);
        targets.add("127.0.0.1:" + port);
        node.awaitMillis(() -> JavaProcess.answers(port), READY_WITHIN_SECONDS);
    }

    @Override
    public String name() {
        return "baseline";
    }

    @Override
    public List<String> targets() {
        return targets;
    }

    @Override
    public List<Long> pids() {
        return nodes.stream().map(JavaProcess::pid).toList();
    }

    @Override
    public Map<String, List<Long>> processes() {
        return Map.of(name(), pids());
    }

    @Override
    public void close() {
        nodes.forEach(JavaProcess::close);
    }
}
