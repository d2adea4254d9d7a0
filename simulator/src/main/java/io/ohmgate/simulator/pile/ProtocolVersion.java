package io.ohmgate.simulator.pile;

/** Which book a pile keeps to (reference 9). */
public enum ProtocolVersion {
    V1_4("1.4", 0x0E),
    V1_5("1.5", 0x0F),
    V1_6("1.6", 0x10),
    V1_7("1.7", 0x11),
    /** Another protocol, which a platform of ours refuses clearly. */
    V1_8("1.8", 0x12);

    private final String word;
    private final int loginByte;

    ProtocolVersion(String word, int loginByte) {
        this.word = word;
        this.loginByte = loginByte;
    }

    public String word() {
        return word;
    }

    int loginByte() {
        return loginByte;
    }

    boolean knowsParallel() {
        return this == V1_6 || this == V1_7;
    }
}
