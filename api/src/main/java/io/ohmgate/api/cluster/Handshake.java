package io.ohmgate.api.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ohmgate.gateway.cluster.NodeId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * How two nodes come to believe each other, without the secret crossing the wire and without trust in clocks.
 *
 * <pre>
 *   dialler → SETUP   greeting: versions, own name and incarnation, the name it wants, its nonce
 *   dialler → "link.hello"
 *             ←       the version chosen, the listener's nonce, proof("listener", both)
 *   dialler → "link.prove"  proof("dialler", both)
 *             ←       empty: from here on it is served
 * </pre>
 */
record Handshake(LinkSecret secret, SecureRandom random) {
    static final String HELLO = "link.hello";
    static final String PROVE = "link.prove";
    private static final int NONCE = 16;
    private static final int PROOF = 32;

    /** What the dialler says of itself. {@code raw} is all of it, which the proofs cover. */
    @SuppressWarnings("ArrayRecordComponent") // bytes for a proof, never compared
    record Greeting(int oldest, int newest, NodeId from, long incarnation, NodeId to, byte[] raw) {}

    /** What the listener answers; without its proof. */
    @SuppressWarnings("ArrayRecordComponent") // bytes for a proof, never compared
    record Hello(int version, byte[] raw) {}

    byte[] greeting(NodeId from, long incarnation, NodeId to) {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(LinkFrame.VERSION_OLDEST).writeByte(LinkFrame.VERSION);
        writeName(out, from);
        out.writeLong(incarnation);
        writeName(out, to);
        out.writeBytes(nonce());
        return ByteBufUtil.getBytes(out);
    }

    /** Null for anything else than a greeting. */
    static @Nullable Greeting readGreeting(byte[] raw) {
        try {
            ByteBuf in = Unpooled.wrappedBuffer(raw);
            int oldest = in.readUnsignedByte();
            int newest = in.readUnsignedByte();
            NodeId from = readName(in);
            long incarnation = in.readLong();
            NodeId to = readName(in);
            return in.readableBytes() == NONCE ? new Greeting(oldest, newest, from, incarnation, to, raw) : null;
        } catch (IndexOutOfBoundsException | IllegalArgumentException noGreeting) {
            return null;
        }
    }

    /** The newest version both speak; 0 if there is none. */
    static int versionFor(Greeting greeting) {
        int version = Math.min(greeting.newest, LinkFrame.VERSION);
        return version >= Math.max(greeting.oldest, LinkFrame.VERSION_OLDEST) ? version : 0;
    }

    Hello hello(int version) {
        ByteBuf out = Unpooled.buffer(1 + NONCE);
        out.writeByte(version);
        out.writeBytes(nonce());
        return new Hello(version, ByteBufUtil.getBytes(out));
    }

    byte[] answer(Hello hello, byte[] greeting) {
        return ByteBufUtil.getBytes(
                Unpooled.wrappedBuffer(hello.raw, secret.proof(LinkSecret.utf8("listener"), greeting, hello.raw)));
    }

    /** The listener's hello, if it knows the secret; else null. */
    @Nullable
    Hello verified(byte[] answer, byte[] greeting) {
        if (answer.length != 1 + NONCE + PROOF) {
            return null;
        }
        ByteBuf in = Unpooled.wrappedBuffer(answer);
        byte[] raw = ByteBufUtil.getBytes(in.readSlice(1 + NONCE));
        byte[] proof = ByteBufUtil.getBytes(in);
        return LinkSecret.equal(proof, secret.proof(LinkSecret.utf8("listener"), greeting, raw))
                ? new Hello(raw[0], raw)
                : null;
    }

    byte[] prove(Hello hello, byte[] greeting) {
        return secret.proof(LinkSecret.utf8("dialler"), greeting, hello.raw);
    }

    boolean isProof(byte[] proof, Hello hello, byte[] greeting) {
        return LinkSecret.equal(proof, prove(hello, greeting));
    }

    private byte[] nonce() {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return nonce;
    }

    private static void writeName(ByteBuf out, NodeId node) {
        out.writeByte(node.name().length());
        out.writeCharSequence(node.name(), StandardCharsets.US_ASCII);
    }

    private static NodeId readName(ByteBuf in) {
        int length = in.readUnsignedByte();
        return new NodeId(in.readCharSequence(length, StandardCharsets.US_ASCII).toString());
    }
}
