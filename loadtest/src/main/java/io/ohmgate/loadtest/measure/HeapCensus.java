package io.ohmgate.loadtest.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What of a JVM's heap is alive: its own class histogram, which is taken after a full collection. */
public final class HeapCensus {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int CLASSES_SHOWN = 25;

    private HeapCensus() {}

    /** {@code classes} are the greatest, as the JVM prints them. */
    public record Census(long bytes, long objects, List<String> classes) {}

    public static Census take(long pid) throws IOException, InterruptedException {
        List<String> classes = new ArrayList<>();
        for (String line : jcmd(pid, "GC.class_histogram").lines().toList()) {
            String[] words = BLANKS.split(line.strip(), -1);
            if (words.length >= 3 && words[0].equals("Total")) {
                return new Census(Long.parseLong(words[2]), Long.parseLong(words[1]), classes);
            }
            if (classes.size() < CLASSES_SHOWN && words[0].endsWith(":") && words.length >= 4) {
                classes.add(words[3] + " " + words[1] + " " + words[2]);
            }
        }
        throw new IOException("the JVM " + pid + " gave no class histogram");
    }

    /** Twice: the first collection frees what the second can give back to the system. */
    public static void collect(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(program, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + text.strip());
        }
        return text;
    }
}
