package io.ohmgate.api.failure;

/**
 * Every reason for which the product refuses to start. The table for operators is {@code docs/errors-startup.md}; a test
 * keeps the two in step.
 *
 * <p>Texts are {@link String#format} patterns, Chinese first. Arguments never carry a password or a whole URL.
 */
public enum StartupProblem {
    DATA_IN_USE(
            11,
            "数据目录 %1$s 正被进程 %2$s 使用：请先停止该进程，或用 --ohmgate.data-dir=<目录> 另选目录",
            "data directory %1$s is in use by process %2$s: stop that process, or choose another with"
                    + " --ohmgate.data-dir=<dir>"),
    DATA_UNWRITABLE(
            12,
            "无法写入目录 %1$s：请检查权限，或用 --ohmgate.data-dir / --ohmgate.embedded.cache 另选目录",
            "cannot write to directory %1$s: check its permissions, or choose another with --ohmgate.data-dir /"
                    + " --ohmgate.embedded.cache"),
    DISK_FULL(
            13,
            "目录 %1$s 所在磁盘只剩 %2$s MiB，至少需要 %3$s MiB：请清理磁盘",
            "the disk of %1$s has %2$s MiB left, %3$s MiB are needed: free some space"),
    PORT_TAKEN(
            14,
            "端口 %1$s（%2$s）已被占用：请停止占用它的程序，或用 --%3$s=<端口> 另选端口",
            "port %1$s (%2$s) is taken: stop the program that holds it, or choose another with --%3$s=<port>"),
    PLATFORM_UNSUPPORTED(
            15,
            "内置的 MariaDB 与 Redis 不支持 %1$s：请设置 OHMGATE_DB_URL 和 OHMGATE_REDIS_URL 使用自己的服务器",
            "the embedded MariaDB and Redis do not run on %1$s: set OHMGATE_DB_URL and OHMGATE_REDIS_URL to your own"
                    + " servers"),
    EMBEDDED_JARS_MISSING(
            16,
            "类路径中没有内置的 %1$s：请设置 %2$s 使用自己的服务器，或用 mvn spring-boot:run 启动",
            "the embedded %1$s is not on the class path: set %2$s to your own server, or start with mvn"
                    + " spring-boot:run"),
    EMBEDDED_START_FAILED(
            17, "内置的 %1$s 未能启动（%2$s）：请查看日志 %3$s", "the embedded %1$s did not start (%2$s): see its log %3$s"),
    ROLE_UNKNOWN(
            18,
            "ohmgate.roles 中的 %1$s 不是角色：可用 %2$s，以逗号分隔，或 all",
            "%1$s in ohmgate.roles is no role: write %2$s, separated by commas, or all"),
    DATABASE_URL_INVALID(
            21,
            "OHMGATE_DB_URL 无法识别（%1$s）：应为 mysql://主机:端口/库名",
            "OHMGATE_DB_URL is not understood (%1$s): write mysql://host:port/database"),
    DATABASE_UNREACHABLE(
            22,
            "无法连接数据库 %1$s（%2$s）：请检查 OHMGATE_DB_URL、网络以及数据库是否已启动",
            "cannot reach the database at %1$s (%2$s): check OHMGATE_DB_URL, the network, and that the server is up"),
    DATABASE_ACCESS_DENIED(
            23,
            "数据库 %1$s 拒绝用户 %2$s：请检查 OHMGATE_DB_USER、OHMGATE_DB_PASSWORD 及其授权",
            "the database at %1$s turns user %2$s away: check OHMGATE_DB_USER, OHMGATE_DB_PASSWORD and the user's"
                    + " grants"),
    DATABASE_MISSING(
            24,
            "数据库服务器 %1$s 上没有库 %2$s：请先创建它（CREATE DATABASE %2$s CHARACTER SET utf8mb4）",
            "the server at %1$s has no database %2$s: create it (CREATE DATABASE %2$s CHARACTER SET utf8mb4)"),
    DATABASE_TOO_OLD(
            25,
            "数据库 %1$s 的版本 %2$s 过旧：需要 MySQL 5.7 或 MariaDB 10.4 以上",
            "the database at %1$s runs version %2$s, which is too old: MySQL 5.7 or MariaDB 10.4 at least"),
    DATABASE_DURABILITY_WEAK(
            26,
            "数据库设置 %1$s=%2$s 可能丢失已确认的交易记录：生产环境请改为 %3$s",
            "the database setting %1$s=%2$s can lose confirmed records: production needs %3$s"),
    MIGRATION_FAILED(
            27,
            "数据库表结构升级失败（%1$s）：请查看日志，修复后重新启动",
            "the database migration failed (%1$s): see the log, repair, start again"),
    REDIS_URL_INVALID(
            31,
            "OHMGATE_REDIS_URL 无法识别（%1$s）：应为 redis://[用户:密码@]主机:端口[/库号]、redis-sentinel://主机:端口,…#主库名 或"
                    + " redis-cluster://主机:端口,…",
            "OHMGATE_REDIS_URL is not understood (%1$s): write redis://[user:password@]host:port[/db],"
                    + " redis-sentinel://host:port,…#master or redis-cluster://host:port,…"),
    REDIS_UNREACHABLE(
            32,
            "无法连接 Redis %1$s（%2$s）：请检查 OHMGATE_REDIS_URL、网络以及 Redis 是否已启动",
            "cannot reach Redis at %1$s (%2$s): check OHMGATE_REDIS_URL, the network, and that the server is up"),
    REDIS_ACCESS_DENIED(
            33,
            "Redis %1$s 拒绝访问：请检查 OHMGATE_REDIS_URL 中的用户和密码",
            "Redis at %1$s turns us away: check user and password in OHMGATE_REDIS_URL"),
    REDIS_TOO_OLD(
            34, "Redis %1$s 的版本 %2$s 过旧：需要 6.2 以上", "Redis at %1$s runs version %2$s, which is too old: 6.2 at least"),
    REDIS_MODE_WRONG(
            35,
            "Redis %1$s 与 OHMGATE_REDIS_URL 的形式（%2$s）不符（实际为 %3$s）：单机用 redis://，哨兵用 redis-sentinel://，集群用"
                    + " redis-cluster://",
            "Redis at %1$s is not what OHMGATE_REDIS_URL says (%2$s; it is: %3$s): redis:// is one server,"
                    + " redis-sentinel:// Sentinels, redis-cluster:// a cluster"),
    CLUSTER_SECRET_SHORT(
            36,
            "OHMGATE_CLUSTER_SECRET 太短：至少需要 %1$s 个字符",
            "OHMGATE_CLUSTER_SECRET is too short: %1$s characters at least"),
    PRODUCTION_EMBEDDED(
            41, "production 环境不使用内置服务器：请设置 %1$s", "the production profile does not run on embedded servers: set %1$s"),
    PRODUCTION_DEMO(
            42,
            "production 环境不允许演示数据：请去掉 ohmgate.demo.enabled=true",
            "the production profile allows no demo: remove ohmgate.demo.enabled=true");

    private final int exitCode;
    private final String chinese;
    private final String english;

    StartupProblem(int exitCode, String chinese, String english) {
        this.exitCode = exitCode;
        this.chinese = chinese;
        this.english = english;
    }

    /** The process's exit code; each problem has its own, so that a supervisor can tell them apart. */
    public int exitCode() {
        return exitCode;
    }

    /** The code an operator looks up in the table, such as {@code OHM-S14}. */
    public String code() {
        return "OHM-S" + exitCode;
    }

    public StartupFailure with(Object... arguments) {
        return new StartupFailure(this, line(arguments), null);
    }

    public StartupFailure causedBy(Throwable cause, Object... arguments) {
        return new StartupFailure(this, line(arguments), cause);
    }

    private String line(Object... arguments) {
        String text = code() + " " + chinese.formatted(arguments) + " / " + english.formatted(arguments);
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
