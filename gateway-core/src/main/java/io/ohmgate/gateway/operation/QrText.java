package io.ohmgate.gateway.operation;

import java.nio.charset.StandardCharsets;

/** What a pile can show as a QR code: visible ASCII, as long as a frame can carry. */
final class QrText {
    private QrText() {}

    static void check(String text, int max) {
        boolean visible = text.chars().allMatch(c -> c > ' ' && c < 0x7F);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (text.isEmpty() || bytes > max || !visible) {
            throw new IllegalArgumentException("a QR text is 1 to " + max + " visible ASCII characters");
        }
    }
}
