package io.ohmgate.gateway.link;

/**
 * Where a pile fetches its program (固件), and by whose name. The user and the password hold once, for one file and half an
 * hour; they stand in the frame and nowhere else (invariants F5).
 */
public record FirmwareSource(
        String host, int port, String username, String password, String path, int downloadTimeoutMinutes) {
    /** Without the name and the password, which belong in no log. */
    @Override
    public String toString() {
        return "FirmwareSource[" + host + ":" + port + ", " + path + "]";
    }
}
