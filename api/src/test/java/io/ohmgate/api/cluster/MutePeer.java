package io.ohmgate.api.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ohmgate.gateway.cluster.NodeId;
import io.rsocket.Payload;
import io.rsocket.frame.PayloadFrameCodec;
import io.rsocket.frame.RequestResponseFrameCodec;
import io.rsocket.frame.RequestStreamFrameCodec;
import io.rsocket.frame.SetupFrameCodec;
import io.rsocket.util.DefaultPayload;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;

/** A node that knows the secret, asks for 2^31 - 1 items by hand-made frames, and never reads again. */
final class MutePeer implements AutoCloseable {
    private static final ByteBufAllocator BUFFERS = ByteBufAllocator.DEFAULT;
    private static final int KEEP_ALIVE_MILLIS = 100;
    private final Socket socket;
    private final DataOutputStream out;

    MutePeer(int port, LinkSecret secret) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        Handshake handshake = new Handshake(secret, new SecureRandom());
        byte[] greeting = handshake.greeting(new NodeId("west"), 1, new NodeId("east"));
        send(SetupFrameCodec.encode(
                BUFFERS,
                false,
                KEEP_ALIVE_MILLIS,
                KEEP_ALIVE_MILLIS * 100,
                LinkFrame.MIME,
                LinkFrame.MIME,
                DefaultPayload.create(greeting)));
        send(RequestResponseFrameCodec.encodeReleasingPayload(BUFFERS, 1, question(Handshake.HELLO, new byte[0])));
        Handshake.Hello hello = Objects.requireNonNull(handshake.verified(answer(in), greeting));
        send(RequestResponseFrameCodec.encodeReleasingPayload(
                BUFFERS, 3, question(Handshake.PROVE, handshake.prove(hello, greeting))));
        answer(in);
    }

    void requestsEverythingOf(String route) throws IOException {
        send(RequestStreamFrameCodec.encodeReleasingPayload(
                BUFFERS, 5, Integer.MAX_VALUE, question(route, new byte[0])));
    }

    private static Payload question(String route, byte[] body) {
        Payload framed = LinkFrame.written(route, Duration.ofSeconds(5), body);
        ByteBuf header = framed.sliceMetadata();
        return DefaultPayload.create(body, ByteBufUtil.getBytes(header));
    }

    private void send(ByteBuf frame) throws IOException {
        byte[] bytes = ByteBufUtil.getBytes(frame);
        out.writeByte(bytes.length >> 16);
        out.writeShort(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** The data of the next payload frame. */
    private static byte[] answer(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        ByteBuf frame = Unpooled.wrappedBuffer(in.readNBytes(length));
        return ByteBufUtil.getBytes(PayloadFrameCodec.data(frame));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
