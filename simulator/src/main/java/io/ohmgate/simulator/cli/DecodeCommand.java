package io.ohmgate.simulator.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Frames to JSON. */
@Command(
        name = "decode",
        mixinStandardHelpOptions = true,
        description = {
            "把十六进制报文解码为 JSON：字段名与协议参考一致，含 CRC 判定与异常名称。",
            "Decodes frames given in hex to JSON: field names of the reference, CRC verdict, named anomalies."
        })
final class DecodeCommand implements Callable<Integer> {
    private static final String STDIN = "-";

    @Parameters(
            arity = "1..*",
            paramLabel = "HEX",
            description = {
                "一个或多个报文，可含空格；- 表示从标准输入逐行读取。",
                "One or more frames, blanks allowed; - reads lines from standard input."
            })
    private List<String> hex = List.of();

    @Option(
            names = "--compact",
            description = {"每个报文一行。", "One line for each frame."})
    private boolean compact;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        FrameJson json = new FrameJson(compact);
        boolean good = true;
        if (hex.equals(List.of(STDIN))) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                good &= line.isBlank() || decode(line, json);
            }
        } else {
            good = decode(String.join("", hex), json);
        }
        out().flush();
        return good ? 0 : Simulator.FAILED;
    }

    private boolean decode(String text, FrameJson json) {
        List<FrameSplitter.Piece> pieces;
        try {
            pieces = FrameSplitter.split(text);
        } catch (IllegalArgumentException notHex) {
            err().println("不是十六进制 / not hex digits: " + notHex.getMessage());
            err().flush();
            return false;
        }
        for (FrameSplitter.Piece piece : pieces) {
            out().println(json.of(piece));
        }
        return !pieces.isEmpty()
                && pieces.stream().allMatch(piece -> piece.description().isPresent());
    }

    private PrintWriter out() {
        return java.util.Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return java.util.Objects.requireNonNull(spec).commandLine().getErr();
    }
}
