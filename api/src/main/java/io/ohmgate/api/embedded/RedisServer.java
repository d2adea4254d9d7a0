package io.ohmgate.api.embedded;

import io.ohmgate.api.failure.StartupProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Redis 7.0.15 without persistence: it holds only what may be lost, so a restart begins empty and no half-written file can
 * hinder it.
 */
record RedisServer(Path home, int port, String password, int memoryMebibytes) {
    static final String NAME = "Redis";

    ChildProcess start(ProgramCache cache) {
        Path program = cache.redis();
        Path configuration = home.resolve("redis.conf");
        PidFile pidFile = new PidFile(home.resolve("redis.pid"), configuration.toString());
        try {
            Files.createDirectories(home);
            pidFile.awaitPredecessor();
            SecretFile.write(configuration, configuration());
            List<String> command = List.of(program.toString(), configuration.toString());
            return ChildProcess.start(NAME, command, port, home.resolve("redis.log"), pidFile);
        } catch (IOException e) {
            throw StartupProblem.DATA_UNWRITABLE.causedBy(e, home);
        }
    }

    /** In a file, since a command line is there for every user of the machine to read. */
    private String configuration() {
        return """
                port %d
                bind 127.0.0.1
                set-proc-title no
                dir "%s"
                requirepass %s
                save ""
                appendonly no
                maxmemory %dmb
                maxmemory-policy allkeys-lru
                timeout 0
                tcp-keepalive 60
                """.formatted(port, home, password, memoryMebibytes);
    }
}
