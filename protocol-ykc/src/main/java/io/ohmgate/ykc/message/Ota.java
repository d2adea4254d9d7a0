package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x94 远程更新. An update by FTP. The model codes are not those of the login. */
public record Ota(
        PileNo pileNo,
        @Nullable Integer pileModel,
        @Nullable Integer pilePowerKw,
        @Nullable String serverAddress,
        @Nullable Integer serverPort,
        @Nullable String username,
        @Nullable String password,
        @Nullable String filePath,
        @Nullable Integer executeMode,
        @Nullable Integer downloadTimeoutMinutes)
        implements Downlink {
    public static final Codec<Ota> CODEC = Codec.of(
            94,
            in -> new Ota(
                    in.pileNo(),
                    in.u8("pileModel"),
                    in.u16("pilePower"),
                    in.ascii("serverAddress", 16),
                    in.u16("serverPort"),
                    in.ascii("username", 16),
                    in.ascii("password", 16),
                    in.ascii("filePath", 32),
                    in.u8("executeMode"),
                    in.u8("downloadTimeoutMinutes")),
            (m, out) -> out.pileNo(m.pileNo)
                    .u8(m.pileModel)
                    .u16(m.pilePowerKw)
                    .ascii(m.serverAddress, 16)
                    .u16(m.serverPort)
                    .ascii(m.username, 16)
                    .ascii(m.password, 16)
                    .ascii(m.filePath, 32)
                    .u8(m.executeMode)
                    .u8(m.downloadTimeoutMinutes));

    /** Without the password, which belongs in no log. */
    @Override
    public String toString() {
        return "Ota[" + pileNo + ", " + filePath + "]";
    }
}
