package io.ohmgate.loadtest.attack;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.Uplink;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** One plain socket to the piles' port, from a source address of its own: all of 127.0.0.0/8 is this machine. */
final class Wire implements AutoCloseable {
    static final int LOGIN_ACK = 0x02;
    static final int HEARTBEAT_ACK = 0x04;
    private static final int TYPE_OFFSET = 3;
    private static final int LOGIN_RESULT_OFFSET = 4 + 7;
    private static final int START = 0x68;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private int sequence;

    Wire(String source, InetSocketAddress to, int timeoutMillis) throws IOException {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
            socket.connect(to, timeoutMillis);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMillis);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    static byte[] login(PileNo pileNo) {
        return frame(new Login(pileNo, Login.PILE_TYPE_DC, 2, 0x10, "attack-1", 1, "0".repeat(20), 4), 0);
    }

    static byte[] frame(Uplink message, int sequence) {
        ByteBuf out = Unpooled.buffer();
        FrameWriter.STANDARD.write(message, sequence, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    void says(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void beats(PileNo pileNo) throws IOException {
        says(frame(new Heartbeat(pileNo, 1, Heartbeat.NORMAL), ++sequence & 0xFFFF));
    }

    /** What the length counts, of the next frame of this type; null when the other side has hung up. */
    byte @Nullable [] hears(int type) throws IOException {
        try {
            while (true) {
                if (in.readUnsignedByte() != START) {
                    throw new IOException("the platform sent what is no frame");
                }
                byte[] counted = new byte[in.readUnsignedByte()];
                in.readFully(counted);
                in.readUnsignedShort();
                if (counted[TYPE_OFFSET] == type) {
                    return counted;
                }
            }
        } catch (EOFException hungUp) {
            return null;
        }
    }

    /** Whether a login is answered with yes; false also if it is answered with nothing. */
    boolean isLetIn() throws IOException {
        byte[] answer = hears(LOGIN_ACK);
        return answer != null && answer[LOGIN_RESULT_OFFSET] == 0;
    }

    /** Waits until the other side hangs up, whatever it says before. */
    void waitsForTheEnd() throws IOException {
        byte[] rest = new byte[512];
        while (in.read(rest) >= 0) {
            // Only the end counts.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
