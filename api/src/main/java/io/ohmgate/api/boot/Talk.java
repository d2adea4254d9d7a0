package io.ohmgate.api.boot;

import io.ohmgate.api.failure.StartupProblem;
import io.ohmgate.api.redis.RedisAddress.Place;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A few questions to one Redis server or Sentinel in its own protocol, before anything of ours is built. */
record Talk(Place place, Socket socket, InputStream in, OutputStream out) implements AutoCloseable {
    private static final int CONNECT_MILLIS = 3000;
    private static final int ANSWER_MILLIS = 3000;
    private static final int ANSWER_BYTES_MAX = 64 * 1024;
    private static final int ANSWER_PARTS_MAX = 64;
    private static final int LINE_BYTES_MAX = 4096;

    static Talk with(Place place, boolean tls) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(place.host(), place.port()), CONNECT_MILLIS);
            plain.setSoTimeout(ANSWER_MILLIS);
            Socket socket = tls
                    ? ((SSLSocketFactory) SSLSocketFactory.getDefault())
                            .createSocket(plain, place.host(), place.port(), true)
                    : plain;
            return new Talk(place, socket, new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    void logIn(@Nullable String user, @Nullable String password) throws IOException {
        if (password == null) {
            return;
        }
        List<String> answer = user == null ? ask("AUTH", password) : ask("AUTH", user, password);
        if (answer.getFirst().startsWith("-")) {
            throw StartupProblem.REDIS_ACCESS_DENIED.with(place);
        }
    }

    /** The parts of the answer; one, unless it is an array. An error begins with {@code -}; nothing is an empty list. */
    List<String> ask(String... words) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            command.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            command.write(bytes);
            command.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.write(command.toByteArray());
        out.flush();
        String first = line();
        if (!first.startsWith("*")) {
            return List.of(part(first));
        }
        int count = number(first, ANSWER_PARTS_MAX);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(part(line()));
        }
        return parts;
    }

    private String part(String first) throws IOException {
        if (!first.startsWith("$")) {
            return first;
        }
        int length = number(first, ANSWER_BYTES_MAX);
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        line();
        return body;
    }

    /** Minus one, which is how "nothing" is written, counts as none. */
    private static int number(String line, int max) throws IOException {
        try {
            int number = Integer.parseInt(line.substring(1));
            if (number <= max) {
                return Math.max(0, number);
            }
        } catch (NumberFormatException e) {
            throw new IOException("no Redis answers there", e);
        }
        throw new IOException("an answer of more than " + max);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LINE_BYTES_MAX) {
                throw new IOException("no Redis answers there");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
