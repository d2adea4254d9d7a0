package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.Contest;
import io.ohmgate.gateway.session.Prior;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logins and what comes of them, as bytes between nodes. */
final class ContestFrames {
    private static final int NOT_HERE = 0;
    private static final int GAVE_WAY = 1;
    private static final int REFUSED = 2;
    /** The session here is being asked whether it lives. */
    private static final int ASKING = 3;

    private ContestFrames() {}

    /** Only what the policy compares: the pile, and where it comes from. */
    static void write(DataOutputStream out, PileHello hello) throws IOException {
        Body.write(out, hello.pileNo());
        write(out, hello.source());
        out.writeUTF(hello.simNo());
    }

    static PileHello hello(DataInputStream in) throws IOException {
        PileNo pileNo = Body.pileNo(in);
        InetSocketAddress source = address(in);
        return new PileHello(pileNo, true, 0, "", "", in.readUTF(), source);
    }

    private static void write(DataOutputStream out, InetSocketAddress address) throws IOException {
        InetAddress known = address.getAddress();
        byte[] raw = known == null ? new byte[0] : known.getAddress();
        out.writeByte(raw.length);
        out.write(raw);
        out.writeUTF(known == null ? address.getHostString() : "");
        out.writeShort(address.getPort());
    }

    private static InetSocketAddress address(DataInputStream in) throws IOException {
        byte[] raw = in.readNBytes(in.readUnsignedByte());
        String name = in.readUTF();
        int port = in.readUnsignedShort();
        return raw.length == 0
                ? InetSocketAddress.createUnresolved(name, port)
                : new InetSocketAddress(InetAddress.getByAddress(raw), port);
    }

    /** One answer; null stands for "being asked". */
    record Answer(PileNo pileNo, @Nullable Contest contest) {
        static void write(DataOutputStream out, Answer answer) throws IOException {
            Body.write(out, answer.pileNo);
            switch (answer.contest) {
                case null -> out.writeByte(ASKING);
                case Contest.NotHere nobody -> out.writeByte(NOT_HERE);
                case Contest.GaveWay gave -> {
                    out.writeByte(GAVE_WAY);
                    ContestFrames.write(out, gave.older());
                }
                case Contest.Refused refused -> {
                    out.writeByte(REFUSED);
                    out.writeUTF(refused.reason().name());
                }
            }
        }

        static Answer read(DataInputStream in) throws IOException {
            PileNo pileNo = Body.pileNo(in);
            int kind = in.readUnsignedByte();
            Contest contest = switch (kind) {
                case NOT_HERE -> new Contest.NotHere();
                case GAVE_WAY -> new Contest.GaveWay(older(in));
                case REFUSED -> new Contest.Refused(LoginRefusal.valueOf(in.readUTF()));
                case ASKING -> null;
                default -> throw new IllegalArgumentException("an answer of kind " + kind);
            };
            return new Answer(pileNo, contest);
        }
    }

    private static void write(DataOutputStream out, Prior.Older older) throws IOException {
        out.writeUTF(older.rule().name());
        out.writeBoolean(older.charging());
        write(out, older.source());
        out.writeLong(older.epoch());
        out.writeByte(older.takeovers().size());
        for (Duration ago : older.takeovers()) {
            out.writeLong(ago.toMillis());
        }
    }

    private static Prior.Older older(DataInputStream in) throws IOException {
        TakeoverRule rule = TakeoverRule.valueOf(in.readUTF());
        boolean charging = in.readBoolean();
        InetSocketAddress source = address(in);
        long epoch = in.readLong();
        List<Duration> takeovers = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            takeovers.add(Duration.ofMillis(in.readLong()));
        }
        return new Prior.Older(rule, charging, source, epoch, takeovers);
    }
}
