package io.ohmgate.api.boot;

import io.ohmgate.api.failure.StartupProblem;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/** Asks an operator's Redis, before anything else is built, whether it is there, lets us in, and is new enough. */
final class RedisProbe {
    private static final int CONNECT_MILLIS = 3000;
    private static final int ANSWER_MILLIS = 3000;
    private static final int ANSWER_BYTES_MAX = 64 * 1024;
    private static final int LINE_BYTES_MAX = 4096;
    private static final Pattern VERSION = Pattern.compile("redis_version:((\\d+)\\.(\\d+)[^\\s]*)");
    private static final int MAJOR_MIN = 6;
    private static final int MINOR_MIN = 2;

    private RedisProbe() {}

    static void requireUsable(RedisAddress address) {
        try (Socket socket = connected(address)) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            if (address.password() != null) {
                List<String> auth = new ArrayList<>(List.of("AUTH"));
                if (address.user() != null) {
                    auth.add(address.user());
                }
                auth.add(address.password());
                requireLetIn(address, ask(in, out, auth));
            }
            String info = ask(in, out, List.of("INFO", "server"));
            requireLetIn(address, info);
            requireVersion(address, info);
        } catch (IOException e) {
            throw StartupProblem.REDIS_UNREACHABLE.causedBy(
                    e, address, e.getClass().getSimpleName());
        }
    }

    private static Socket connected(RedisAddress address) throws IOException {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
        plain.setSoTimeout(ANSWER_MILLIS);
        return address.tls()
                ? ((SSLSocketFactory) SSLSocketFactory.getDefault())
                        .createSocket(plain, address.host(), address.port(), true)
                : plain;
    }

    private static void requireLetIn(RedisAddress address, String answer) {
        if (answer.startsWith("-")) {
            throw StartupProblem.REDIS_ACCESS_DENIED.with(address);
        }
    }

    static void requireVersion(RedisAddress address, String info) {
        Matcher matcher = VERSION.matcher(info);
        if (!matcher.find()) {
            throw StartupProblem.REDIS_TOO_OLD.with(address, "?");
        }
        int major = Integer.parseInt(matcher.group(2));
        int minor = Integer.parseInt(matcher.group(3));
        if (major < MAJOR_MIN || (major == MAJOR_MIN && minor < MINOR_MIN)) {
            throw StartupProblem.REDIS_TOO_OLD.with(address, matcher.group(1));
        }
    }

    private static String ask(InputStream in, OutputStream out, List<String> words) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.write(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            command.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            command.write(bytes);
            command.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.write(command.toByteArray());
        out.flush();
        return answer(in);
    }

    private static String answer(InputStream in) throws IOException {
        String first = line(in);
        if (!first.startsWith("$")) {
            return first;
        }
        int length = Integer.parseInt(first.substring(1));
        if (length < 0 || length > ANSWER_BYTES_MAX) {
            throw new IOException("an answer of " + length + " bytes");
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        line(in);
        return body;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LINE_BYTES_MAX) {
                throw new IOException("no Redis answers there");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
