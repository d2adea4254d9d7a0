package io.ohmgate.api.e2e;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * A second pile, written from the protocol's book alone: no class of the product, its own bytes, its own CRC. What both
 * the product and its simulator had misread alike would show here. AC, one gun, 7 kW, four prices.
 */
final class BookPile implements AutoCloseable {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final int TEN_THOUSANDTHS_KWH_PER_HOUR = 70_000;
    private static final long METER_AT_FIRST = 1_234_567;
    private static final int REPORT_MILLIS = 5_000;
    private static final int HEARTBEAT_MILLIS = 10_000;

    /** What it heard, as types. */
    final List<Integer> heard = new CopyOnWriteArrayList<>();

    private final LongSupplier nanos;
    private final byte[] pileNo;
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private int sequence;

    private byte[] modelNo = {0, 0};
    private final long[] prices = new long[4];
    private final byte[] slots = new byte[48];
    private byte[] tradeNo = new byte[16];
    private boolean plugged;
    private boolean charging;
    private LocalDateTime startedAt = LocalDateTime.MIN;
    private long startedNanos;
    private long countedTo;
    private final long[] energies = new long[4];
    private long remainder;

    /** What the last record said, and whether it was confirmed. */
    volatile long recordedEnergy = -1;

    volatile boolean confirmed;
    private volatile boolean closed;

    BookPile(String number, int port) throws IOException {
        this(number, port, System::nanoTime);
    }

    /** Counts energy by a clock of one's own, so that two charges come to the same. */
    BookPile(String number, int port, LongSupplier nanos) throws IOException {
        this.nanos = nanos;
        pileNo = HexFormat.of().parseHex(number);
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        Thread.ofVirtual().start(this::listen);
        Thread.ofVirtual().start(this::live);
        ByteBuffer login = body(30).put(pileNo).put((byte) 1).put((byte) 1).put((byte) 0x10);
        login.put("book-1.0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        login.put((byte) 1).position(29).put((byte) 4);
        say(0x01, login);
    }

    synchronized void plug() throws IOException {
        plugged = true;
        report();
    }

    // What the platform says

    private void listen() {
        try {
            while (!closed) {
                hear();
            }
        } catch (IOException gone) {
            closed = true;
        }
    }

    private void hear() throws IOException {
        if (in.readUnsignedByte() != 0x68) {
            throw new IOException("the platform's frame begins with 68");
        }
        int length = in.readUnsignedByte();
        byte[] data = in.readNBytes(length);
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if (crc(data, data.length) != (first | second << 8)) {
            throw new IOException("the platform's CRC has its low byte first");
        }
        byte[] echo = Arrays.copyOf(data, 2);
        int type = data[3] & 0xFF;
        heard.add(type);
        answer(type, ByteBuffer.wrap(data, 4, length - 4).slice().order(ByteOrder.LITTLE_ENDIAN), echo);
    }

    private synchronized void answer(int type, ByteBuffer body, byte[] echo) throws IOException {
        switch (type) {
            case 0x02 -> {
                if (body.get(7) != 0) {
                    throw new IOException("refused");
                }
                say(0x05, body(9).put(pileNo).put(modelNo));
            }
            case 0x06 -> {
                if (body.get(9) != 0) {
                    say(0x09, body(7).put(pileNo));
                }
            }
            case 0x0A -> {
                learn(body);
                report();
            }
            case 0x58 -> {
                learn(body);
                reply(0x57, body(8).put(pileNo).put((byte) 1), echo);
            }
            case 0x56 -> reply(0x55, body(14).put(pileNo).put(time(LocalDateTime.now(CHINA))), echo);
            case 0x12 -> report();
            case 0x34 -> start(body, echo);
            case 0x36 -> stop(echo);
            case 0x40 -> {
                byte[] of = new byte[16];
                body.get(0, of);
                confirmed |= Arrays.equals(of, tradeNo) && body.get(16) == 0;
            }
            case 0x42 -> {
                byte[] card = new byte[8];
                body.get(8, card);
                reply(0x41, body(16).put(pileNo).put(card).put((byte) 0), echo);
            }
            case 0x52 -> reply(0x51, body(8).put(pileNo).put((byte) 1), echo);
            case 0x9E -> reply(0x9B, body(9).put(pileNo).put(body.get(7)).put((byte) 1), echo);
            case 0xF0 -> reply(0xF1, body(8).put(pileNo).put((byte) 0), echo);
            default -> {}
        }
    }

    private void learn(ByteBuffer body) {
        body.get(7, modelNo);
        for (int rate = 0; rate < 4; rate++) {
            prices[rate] = Integer.toUnsignedLong(body.getInt(9 + 8 * rate))
                    + Integer.toUnsignedLong(body.getInt(13 + 8 * rate));
        }
        body.get(42, slots);
    }

    private void start(ByteBuffer body, byte[] echo) throws IOException {
        boolean can = plugged && !charging && body.get(23) == 1;
        byte[] asked = new byte[16];
        body.get(0, asked);
        reply(
                0x33,
                body(26).put(asked)
                        .put(pileNo)
                        .put((byte) 1)
                        .put((byte) (can ? 1 : 0))
                        .put((byte) (can ? 0 : 5)),
                echo);
        if (can) {
            tradeNo = asked;
            charging = true;
            confirmed = false;
            startedAt = LocalDateTime.now(CHINA);
            startedNanos = nanos.getAsLong();
            countedTo = startedNanos;
            Arrays.fill(energies, 0);
            report();
        }
    }

    private void stop(byte[] echo) throws IOException {
        boolean was = charging;
        count();
        charging = false;
        reply(0x35, body(10).put(pileNo).put((byte) 1).put((byte) (was ? 1 : 0)).put((byte) (was ? 0 : 2)), echo);
        if (was) {
            record();
            report();
        }
    }

    // What it counts and tells

    private void live() {
        long beats = 0;
        try {
            while (!closed) {
                Thread.sleep(Duration.ofMillis(REPORT_MILLIS));
                synchronized (this) {
                    if (charging) {
                        count();
                        report();
                    }
                    beats += REPORT_MILLIS;
                    if (beats % HEARTBEAT_MILLIS == 0) {
                        say(0x03, body(9).put(pileNo).put((byte) 1).put((byte) 0));
                    }
                }
            }
        } catch (IOException | InterruptedException gone) {
            closed = true;
        }
    }

    private void count() {
        if (!charging) {
            return;
        }
        long now = nanos.getAsLong();
        long work = (now - countedTo) / 1_000_000 * TEN_THOUSANDTHS_KWH_PER_HOUR + remainder;
        countedTo = now;
        remainder = work % 3_600_000;
        LocalDateTime clock = LocalDateTime.now(CHINA);
        energies[slots[clock.getHour() * 2 + clock.getMinute() / 30]] += work / 3_600_000;
    }

    private long energy() {
        return Arrays.stream(energies).sum();
    }

    /** Price has five decimals, energy four; an amount has four. */
    private long amount(int rate) {
        return (energies[rate] * prices[rate] + 50_000) / 100_000;
    }

    private void report() throws IOException {
        ByteBuffer body =
                body(60).put(charging ? tradeNo : new byte[16]).put(pileNo).put((byte) 1);
        body.put((byte) (charging ? 3 : 2)).put((byte) 2).put((byte) (plugged ? 1 : 0));
        if (charging) {
            body.putShort((short) 2200).putShort((short) 318);
            body.position(42);
            body.putShort(
                    (short) Duration.ofNanos(nanos.getAsLong() - startedNanos).toMinutes());
            body.position(46);
            body.putInt((int) energy()).putInt((int) energy());
            body.putInt((int) (amount(0) + amount(1) + amount(2) + amount(3)));
        }
        say(0x13, body);
    }

    private void record() throws IOException {
        ByteBuffer body = body(158).put(tradeNo).put(pileNo).put((byte) 1);
        body.put(time(startedAt)).put(time(LocalDateTime.now(CHINA)));
        for (int rate = 0; rate < 4; rate++) {
            body.putInt((int) prices[rate]).putInt((int) energies[rate]).putInt((int) energies[rate]);
            body.putInt((int) amount(rate));
        }
        meter(body, METER_AT_FIRST);
        meter(body, METER_AT_FIRST + energy());
        body.putInt((int) energy()).putInt((int) energy());
        body.putInt((int) (amount(0) + amount(1) + amount(2) + amount(3)));
        body.position(141);
        body.put((byte) 1).put(time(LocalDateTime.now(CHINA))).put((byte) 0x40);
        recordedEnergy = energy();
        say(0x3B, body);
    }

    private static void meter(ByteBuffer body, long value) {
        body.putInt((int) value).put((byte) (value >>> 32));
    }

    private static byte[] time(LocalDateTime time) {
        int millis = time.getSecond() * 1000 + time.getNano() / 1_000_000;
        return new byte[] {
            (byte) millis,
            (byte) (millis >>> 8),
            (byte) time.getMinute(),
            (byte) time.getHour(),
            (byte) time.getDayOfMonth(),
            (byte) time.getMonthValue(),
            (byte) (time.getYear() - 2000)
        };
    }

    // Frames

    private static ByteBuffer body(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void say(int type, ByteBuffer body) throws IOException {
        byte[] own = {(byte) sequence, (byte) (sequence >>> 8)};
        sequence++;
        reply(type, body, own);
    }

    private synchronized void reply(int type, ByteBuffer body, byte[] sequenceBytes) throws IOException {
        byte[] bytes = new byte[body.capacity()];
        body.get(0, bytes);
        byte[] frame = new byte[bytes.length + 8];
        frame[0] = 0x68;
        frame[1] = (byte) (bytes.length + 4);
        System.arraycopy(sequenceBytes, 0, frame, 2, 2);
        frame[5] = (byte) type;
        System.arraycopy(bytes, 0, frame, 6, bytes.length);
        int crc = crc(Arrays.copyOfRange(frame, 2, frame.length), bytes.length + 4);
        frame[frame.length - 2] = (byte) crc;
        frame[frame.length - 1] = (byte) (crc >>> 8);
        out.write(frame);
        out.flush();
    }

    /** Bit by bit, as the book writes it down. */
    private static int crc(byte[] bytes, int length) {
        int crc = 0xFFFF;
        for (int i = 0; i < length; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0xA001 : crc >>> 1;
            }
        }
        return crc;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
    }
}
