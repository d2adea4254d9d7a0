package io.ohmgate.simulator.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's root. */
@Command(
        name = "ohmgate-simulator",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        subcommands = {
            RunCommand.class,
            CertifyCommand.class,
            CertifyPileCommand.class,
            ScenariosCommand.class,
            DecodeCommand.class,
            ReplayCommand.class,
            FramesCommand.class
        },
        description = {
            "云快充（YKC）充电桩模拟器：运行模拟桩、认证平台与桩、解码报文、回放报文。",
            "Simulated YKC charging piles: run them, certify platforms and piles, decode frames, replay frames."
        },
        footer = {"", "退出码 / exit code: 0 正常 ok · 1 不是报文或未通过 not a frame, or failed · 2 用法错误 usage"})
public final class Simulator {
    static final int FAILED = 1;

    private static final String LOG_CONFIGURATION = "logback.configurationFile";

    private Simulator() {}

    public static void main(String[] args) {
        // Only for this program: in another one that uses the library, logging is that one's affair.
        if (System.getProperty(LOG_CONFIGURATION) == null) {
            System.setProperty(LOG_CONFIGURATION, "logback-simulator.xml");
        }
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Simulator()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
