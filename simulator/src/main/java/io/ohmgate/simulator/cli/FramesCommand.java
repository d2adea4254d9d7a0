package io.ohmgate.simulator.cli;

import io.ohmgate.ykc.describe.FrameDescription;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.words.FrameWords;
import io.ohmgate.ykc.words.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A file of frames, as the platform exports it, in words: a line a frame, or field by field. */
@Command(
        name = "frames",
        mixinStandardHelpOptions = true,
        description = {
            "阅读平台导出的报文文件：每条一行（类型、名称、CRC、异常），--fields 则逐字段输出 JSON。",
            "Reads a file that the platform exported: a line a frame, or with --fields every field as JSON."
        })
final class FramesCommand implements Callable<Integer> {
    private static final int NO_INTERVAL = 0;

    @Parameters(
            paramLabel = "FILE",
            description = {"报文文件（ndjson 或每行十六进制）。", "The file: ndjson, or hex lines."})
    private Path file = Path.of("-");

    @Option(
            names = "--fields",
            description = {"逐字段输出。", "Every field."})
    private boolean fields;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<ReplayFile.Line> lines = ReplayFile.read(file, NO_INTERVAL);
        FrameJson json = new FrameJson(true);
        boolean good = true;
        for (ReplayFile.Line line : lines) {
            for (FrameSplitter.Piece piece : FrameSplitter.split(line.hex())) {
                out.println(fields ? json.of(piece) : summary(line, piece));
                good &= piece.description().map(FrameDescription::acceptable).orElse(false);
            }
        }
        out.flush();
        return good ? 0 : Simulator.FAILED;
    }

    private static String summary(ReplayFile.Line line, FrameSplitter.Piece piece) {
        String way = line.up() ? "↑" : "↓";
        if (piece.description().isEmpty()) {
            return "%5d %s ---- 不是报文 / no frame: %s".formatted(line.number(), way, piece.hex());
        }
        FrameDescription frame = piece.description().get();
        FrameType type = frame.type();
        Words name = type == null ? new Words("未知类型", "unknown type") : FrameWords.of(type);
        return "%5d %s 0x%s %s / %s  CRC %s %s"
                .formatted(
                        line.number(),
                        way,
                        HexFormat.of().withUpperCase().toHexDigits((byte) frame.typeCode()),
                        name.zh(),
                        name.en(),
                        frame.crc().valid() ? "ok" : "bad",
                        frame.anomalies());
    }
}
