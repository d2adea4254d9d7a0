package io.ohmgate.api.ws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that opens a socket, says what it wants and never reads again; its receive buffer is small. */
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

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
