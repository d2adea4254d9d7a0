package io.ohmgate.loadtest.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * 微基准. Harness code is generated, compiled and run here and now, so that neither the build nor the jar carries any of it:
 * JMH itself is looked for on the class path and in Maven's repository.
 */
@Command(
        name = "jmh",
        description = "编解码与计费的微基准；参数原样交给 JMH / codec and rating by themselves; arguments go to JMH as they are")
public final class JmhCommand implements Callable<Integer> {
    private static final List<String> CLASSES =
            List.of("CodecBench.class", "CodecBench$Last.class", "RatingBench.class");
    private static final List<String> HARNESS = List.of(
            "org/openjdk/jmh/jmh-core/1.37",
            "org/openjdk/jmh/jmh-generator-bytecode/1.37",
            "org/openjdk/jmh/jmh-generator-reflection/1.37",
            "org/openjdk/jmh/jmh-generator-asm/1.37",
            "org/ow2/asm/asm/9.0",
            "net/sf/jopt-simple/jopt-simple/5.0.4",
            "org/apache/commons/commons-math3/3.6.1");

    @Parameters(arity = "0..*", description = "JMH 的参数，如 CodecBench -prof gc / such as CodecBench -prof gc")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("ohmgate-jmh");
        Path compiled = work.resolve("io/ohmgate/loadtest/bench");
        Files.createDirectories(compiled);
        for (String name : CLASSES) {
            try (InputStream in = JmhCommand.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IOException("no class " + name);
                }
                Files.copy(in, compiled.resolve(name));
            }
        }
        Path sources = Files.createDirectories(work.resolve("sources"));
        String path =
                String.join(File.pathSeparator, work.toString(), System.getProperty("java.class.path"), harness());
        int generated = run(List.of(
                program("java"),
                "-cp",
                path,
                "org.openjdk.jmh.generators.bytecode.JmhBytecodeGenerator",
                work.toString(),
                sources.toString(),
                work.toString(),
                "reflection"));
        return generated != 0 ? generated : compileAndRun(work, sources, path);
    }

    private int compileAndRun(Path work, Path sources, String path) throws IOException, InterruptedException {
        List<String> compile =
                new ArrayList<>(List.of(program("javac"), "-nowarn", "-proc:none", "-d", work.toString(), "-cp", path));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(compile::add);
        }
        int failed = run(compile);
        if (failed != 0) {
            return failed;
        }
        List<String> command = new ArrayList<>(
                List.of(program("java"), "--sun-misc-unsafe-memory-access=allow", "-cp", path, "org.openjdk.jmh.Main"));
        command.addAll(arguments);
        return run(command);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static String harness() throws IOException {
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        List<String> found = new ArrayList<>();
        for (String home : HARNESS) {
            Path folder = repository.resolve(home);
            if (!Files.isDirectory(folder)) {
                throw new IOException("没有 JMH，先执行 / no JMH; first run:"
                        + " mvn dependency:get -Dartifact=org.openjdk.jmh:jmh-generator-bytecode:1.37");
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.map(Path::toString)
                        .filter(name -> name.endsWith(".jar") && !name.endsWith("-sources.jar"))
                        .forEach(found::add);
            }
        }
        return String.join(File.pathSeparator, found);
    }
}
