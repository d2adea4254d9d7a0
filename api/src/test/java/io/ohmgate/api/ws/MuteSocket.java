package io.ohmgate.api.ws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that opens a socket, says what it wants and reads no more than the test wants; its receive buffer is small. */
final class MuteSocket implements AutoCloseable {
    private static final int MASKED = 0x80;
    private final Socket socket = new Socket();

    MuteSocket(int port) throws IOException {
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        write("""
            GET /ws/v1 HTTP/1.1\r
            Host: 127.0.0.1\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r
            """.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        int newlines = 0;
        while (newlines < 2) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("no handshake");
            }
            newlines = read == '\n' ? newlines + 1 : read == '\r' ? newlines : 0;
        }
    }

    /** Shorter than 126 bytes; masked with zeros. */
    void say(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        frame.write(MASKED | bytes.length);
        frame.write(new byte[4]);
        frame.write(bytes);
        write(frame.toByteArray());
    }

    /** One byte, if there is one; an end is as good. */
    void sips() {
        try {
            if (socket.getInputStream().available() > 0) {
                socket.getInputStream().skipNBytes(1);
            }
        } catch (IOException closed) {
            // The other side has had enough, which is what the test waits for.
        }
    }

    /** All that comes until this text does; frames' heads are in between. */
    String readsUntil(String wanted, Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        socket.setReceiveBufferSize(64 * 1024);
        byte[] chunk = new byte[8 * 1024];
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(wanted, Math.max(0, heard.length() - 2 * chunk.length)) < 0) {
            int read = socket.getInputStream().read(chunk);
            if (read < 0) {
                throw new IOException("closed before " + wanted);
            }
            heard.append(new String(chunk, 0, read, StandardCharsets.ISO_8859_1));
        }
        return heard.toString();
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
