package io.ohmgate.loadtest.driver;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Connections that hold a server up: they say nothing, not enough, too slowly, or say much and never listen. */
public final class Lurkers {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int RECEIVE_BYTES = 4_096;
    private static final int HEARTBEATS_A_WRITE = 2_000;

    private Lurkers() {}

    /** How a connection holds up. */
    public enum Kind {
        /** Connects and says nothing. */
        SILENT,
        /** Half a login, and then nothing. */
        HALF_FRAME,
        /** A login at a byte a second. */
        SLOW_LORIS
    }

    /** Seconds until each was hung up on; {@link Double#NaN} for one that was not within a minute. */
    public static List<Double> closedAfterSeconds(String target, Kind kind, int count, long pile)
            throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Double>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                all.add(threads.submit(() -> closedAfter(target, kind, index, pile + index)));
            }
            List<Double> seconds = new ArrayList<>();
            for (Future<Double> one : all) {
                try {
                    seconds.add(one.get());
                } catch (ExecutionException failed) {
                    seconds.add(Double.NaN);
                }
            }
            return seconds;
        }
    }

    private static double closedAfter(String target, Kind kind, int index, long pile)
            throws IOException, InterruptedException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0." + (200 + index % 50) + ".1"), 0));
            socket.connect(address(target), TIMEOUT_MILLIS);
            long start = System.nanoTime();
            byte[] login = login(pile);
            switch (kind) {
                case SILENT -> socket.setSoTimeout(TIMEOUT_MILLIS);
                case HALF_FRAME -> {
                    socket.getOutputStream().write(login, 0, login.length / 2);
                    socket.setSoTimeout(TIMEOUT_MILLIS);
                }
                case SLOW_LORIS -> socket.setSoTimeout(1_000);
            }
            for (int sent = 0; System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS); sent++) {
                try {
                    if (kind == Kind.SLOW_LORIS && sent < login.length) {
                        socket.getOutputStream().write(login, sent, 1);
                    }
                    if (socket.getInputStream().read() < 0) {
                        return seconds(start);
                    }
                } catch (SocketTimeoutException stillOpen) {
                    if (kind != Kind.SLOW_LORIS) {
                        return Double.NaN;
                    }
                } catch (IOException cut) {
                    return seconds(start);
                }
            }
            return Double.NaN;
        }
    }

    /**
     * What came of a pile that says heartbeats and never reads an answer.
     *
     * @param closedAfterSeconds NaN if it was not closed
     * @param stalledSeconds how long at the end the server had not taken another byte
     */
    public record NeverReads(long bytesTaken, double closedAfterSeconds, double stalledSeconds) {}

    /** Logs in, then writes up to so many bytes of heartbeats, each of which is to be answered, and reads nothing. */
    public static NeverReads neverRead(String target, long pile, long bytesMax, int secondsMax)
            throws IOException, InterruptedException {
        Frames frames = new Frames();
        byte[] number = Frames.pile(pile);
        var allocator = UnpooledByteBufAllocator.DEFAULT;
        ByteBuffer chunk = ByteBuffer.allocateDirect(HEARTBEATS_A_WRITE * 32);
        for (int i = 0; i < HEARTBEATS_A_WRITE; i++) {
            var beat = frames.heartbeat(allocator, i, number);
            chunk.put(beat.nioBuffer());
            beat.release();
        }
        chunk.flip();
        try (SocketChannel channel = SocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
            channel.connect(address(target));
            var login = frames.login(allocator, 0, number);
            channel.write(login.nioBuffer());
            login.release();
            Thread.sleep(500);
            channel.configureBlocking(false);
            long start = System.nanoTime();
            long lastTaken = start;
            long taken = 0;
            try {
                while (taken < bytesMax && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(secondsMax)) {
                    int written = channel.write(chunk);
                    if (written > 0) {
                        taken += written;
                        lastTaken = System.nanoTime();
                    } else {
                        Thread.sleep(20);
                    }
                    if (!chunk.hasRemaining()) {
                        chunk.rewind();
                    }
                }
                return new NeverReads(taken, Double.NaN, seconds(lastTaken));
            } catch (IOException cut) {
                return new NeverReads(taken, seconds(start), seconds(lastTaken));
            }
        }
    }

    private static byte[] login(long pile) {
        var frame = new Frames().login(UnpooledByteBufAllocator.DEFAULT, 0, Frames.pile(pile));
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes).release();
        return bytes;
    }

    private static InetSocketAddress address(String target) {
        int colon = target.lastIndexOf(':');
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(target.substring(colon + 1)));
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
