package io.ohmgate.api.boot;

/**
 * A line of the ready block. A bean of any package may bring one: where a password lies, a command to try. Order by {@code
 * @Order}.
 */
public interface ReadyLine {
    /** A few words, Chinese first: {@code 管理员密码 / admin password}. */
    String label();

    /** What to copy from the screen; never a secret itself. */
    String value();
}
