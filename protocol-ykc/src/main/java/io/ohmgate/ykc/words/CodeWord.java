package io.ohmgate.ykc.words;

/**
 * One code in words. {@code listed} is false for a code that no list has: it is shown by its number.
 */
public record CodeWord(CodeList list, int code, boolean listed, Words text, Advice advice) {
    static CodeWord of(CodeList list, int code, String zh, String en, Advice advice) {
        return new CodeWord(list, code, true, new Words(zh, en), advice);
    }

    /** 0x72. */
    public String hex() {
        return (code > 0xFF ? "0x%04X" : "0x%02X").formatted(code);
    }
}
