package io.ohmgate.api.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Fetches one file as a pile does: log in, passive mode, one file. */
record FtpFetch(String host, int port, String username, String password) {
    private static final int WAIT_MILLIS = 10_000;

    /** The file. */
    byte[] file(String path) throws IOException {
        try (Socket control = new Socket(host, port)) {
            control.setSoTimeout(WAIT_MILLIS);
            BufferedReader in = reader(control);
            expect(in, "220");
            ask(control, in, "USER " + username, "331");
            ask(control, in, "PASS " + password, "230");
            ask(control, in, "TYPE I", "200");
            String passive = ask(control, in, "PASV", "227");
            String[] numbers = passive.substring(passive.indexOf('(') + 1, passive.indexOf(')'))
                    .split(",", -1);
            int dataPort = Integer.parseInt(numbers[4]) * 256 + Integer.parseInt(numbers[5]);
            say(control, "RETR " + path);
            expect(in, "150");
            byte[] bytes;
            try (Socket data = new Socket(host, dataPort)) {
                bytes = data.getInputStream().readAllBytes();
            }
            expect(in, "226");
            return bytes;
        }
    }

    /** What the server says to a login. */
    String login() throws IOException {
        try (Socket control = new Socket(host, port)) {
            control.setSoTimeout(WAIT_MILLIS);
            BufferedReader in = reader(control);
            expect(in, "220");
            ask(control, in, "USER " + username, "331");
            say(control, "PASS " + password);
            return String.valueOf(in.readLine());
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static String ask(Socket control, BufferedReader in, String line, String code) throws IOException {
        say(control, line);
        return expect(in, code);
    }

    private static void say(Socket control, String line) throws IOException {
        control.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String expect(BufferedReader in, String code) throws IOException {
        String answer = String.valueOf(in.readLine());
        if (!answer.startsWith(code)) {
            throw new AssertionError("not " + code + " but " + answer);
        }
        return answer;
    }
}
