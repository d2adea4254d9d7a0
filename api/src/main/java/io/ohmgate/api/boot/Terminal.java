package io.ohmgate.api.boot;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Lines for the person at the terminal: UTF-8 whatever the locale, since Chinese comes out as question marks otherwise. */
final class Terminal {
    private Terminal() {}

    static void out(String text) {
        print(FileDescriptor.out, text);
    }

    static void error(String text) {
        print(FileDescriptor.err, text);
    }

    /** The stream is not closed: the descriptor is the process's. */
    @SuppressWarnings("resource")
    private static void print(FileDescriptor descriptor, String text) {
        PrintStream stream = new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
        stream.println(text);
    }
}
