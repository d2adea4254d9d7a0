package io.ohmgate.simulator.cli;

import io.ohmgate.simulator.link.FrameReplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A file of frames, sent to a platform or only decoded. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "把文件中的报文（jsonl 或每行十六进制）按节奏发送到平台并打印应答；--print 只解码不发送。",
            "Sends the frames of a file (jsonl, or hex lines) to a platform and prints the answers; --print only decodes."
        })
final class ReplayCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description = {"报文文件。", "The file."})
    private Path file = Path.of("-");

    @Option(
            names = "--print",
            description = {"只解码。", "Only decode."})
    private boolean print;

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

    @Option(
            names = "--interval",
            defaultValue = "100",
            description = {
                "报文间隔毫秒，行内 afterMillis 优先（默认 ${DEFAULT-VALUE}）。",
                "Milliseconds between frames; afterMillis of a line comes first."
            })
    private int intervalMillis;

    @Option(
            names = "--linger",
            defaultValue = "2",
            description = {"发完后等待应答的秒数（默认 ${DEFAULT-VALUE}）。", "Seconds to wait for answers at the end."})
    private int lingerSeconds;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<ReplayFile.Line> lines = ReplayFile.read(file, intervalMillis);
        FrameJson json = new FrameJson(true);
        if (print) {
            boolean good = true;
            for (ReplayFile.Line line : lines) {
                for (FrameSplitter.Piece piece : FrameSplitter.split(line.hex())) {
                    out.println(json.of(piece));
                    good &= piece.description().isPresent();
                }
            }
            out.flush();
            return good ? 0 : Simulator.FAILED;
        }
        List<FrameReplay.Timed> frames = lines.stream()
                .filter(ReplayFile.Line::up)
                .map(line -> new FrameReplay.Timed(line.hex(), line.afterMillis()))
                .toList();
        FrameReplay.Outcome outcome = FrameReplay.run(host, port, frames, Duration.ofSeconds(lingerSeconds), answer -> {
            FrameSplitter.split(answer).forEach(piece -> out.println(json.of(piece)));
            out.flush();
        });
        out.printf(
                "{\"sent\":%d,\"of\":%d,\"answers\":%d,\"closedByPlatform\":%b,\"failure\":%s}%n",
                outcome.sent(),
                frames.size(),
                outcome.answers(),
                outcome.closedByPlatform(),
                outcome.failure() == null ? "null" : "\"" + outcome.failure() + "\"");
        out.flush();
        return outcome.sent() == frames.size() ? 0 : Simulator.FAILED;
    }
}
