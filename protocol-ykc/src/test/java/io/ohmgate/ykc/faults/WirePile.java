package io.ohmgate.ykc.faults;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.Message;
import io.ohmgate.ykc.message.RateSum;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.TradeRecord;
import io.ohmgate.ykc.message.Uplink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pile on a real socket, from a source of its own: all of 127.0.0.0/8 is this machine. */
final class WirePile implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final String SIM = "89860012345678901234";
    private static final String NO_CARD = "0".repeat(16);

    final Socket socket = new Socket();
    final PileNo pileNo;
    private final FrameDecoder decoder = new FrameDecoder(UnpooledByteBufAllocator.DEFAULT);
    private final ArrayDeque<Message> heard = new ArrayDeque<>();
    private final byte[] chunk = new byte[4_096];
    private int sequence;

    WirePile(PileNo pileNo, int port, String source) throws IOException {
        this(pileNo, port, source, 0);
    }

    /** {@code receiveBytes} makes the window small, 0 leaves it. */
    WirePile(PileNo pileNo, int port, String source, int receiveBytes) throws IOException {
        this.pileNo = pileNo;
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    static Login login(PileNo pileNo, String sim) {
        return new Login(pileNo, Login.PILE_TYPE_DC, 2, 0x10, "V1.0.0", 1, sim, 4);
    }

    WirePile says(Uplink... messages) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        for (Uplink message : messages) {
            FrameWriter.STANDARD.write(message, sequence++, bytes);
        }
        return sends(bytes);
    }

    WirePile sends(ByteBuf bytes) throws IOException {
        byte[] array = new byte[bytes.readableBytes()];
        bytes.readBytes(array);
        socket.getOutputStream().write(array);
        return this;
    }

    /** Says its number and waits for the verdict. */
    boolean logsIn() throws IOException {
        says(login(pileNo, SIM));
        return verdict();
    }

    boolean verdict() throws IOException {
        LoginAck ack = hears(LoginAck.class);
        return ack != null && ack.accepted();
    }

    void beats() throws IOException {
        says(new Heartbeat(pileNo, 1, 0));
        if (hears(HeartbeatAck.class) == null) {
            throw new IOException("no answer to a heartbeat");
        }
    }

    void charges(TradeNo trade, long energy) throws IOException {
        Energy charged = new Energy(energy);
        says(new Realtime(
                trade,
                pileNo,
                1,
                3,
                2,
                1,
                4_000,
                1_000,
                30,
                NO_CARD,
                50,
                25,
                10,
                20,
                charged,
                charged,
                Amount.ZERO,
                0));
    }

    static TradeRecord record(GunId gun, TradeNo trade, long units) {
        LocalDateTime start = LocalDateTime.parse("2026-11-22T10:00:00");
        Energy energy = new Energy(units);
        RateSum flat = new RateSum(new UnitPrice(100_000), energy, energy, new Amount(units));
        return new TradeRecord(
                trade,
                gun.pileNo(),
                gun.gunNo(),
                start,
                start.plusMinutes(40),
                List.of(RateSum.ZERO, RateSum.ZERO, flat, RateSum.ZERO),
                new Energy(1_000_000),
                new Energy(1_000_000 + units),
                energy,
                energy,
                new Amount(units),
                "",
                1,
                start.plusMinutes(40),
                0x40,
                NO_CARD);
    }

    /** The next message of this kind, skipping others; null if the other side has hung up. */
    <M extends Message> @Nullable M hears(Class<M> type) throws IOException {
        while (true) {
            Message next = heard.poll();
            if (type.isInstance(next)) {
                return type.cast(next);
            }
            if (next == null && !receives()) {
                return null;
            }
        }
    }

    /** Whether a message of this kind comes within some milliseconds. */
    boolean hearsWithin(Class<? extends Message> type, Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            return hears(type) != null;
        } catch (SocketTimeoutException nothing) {
            return false;
        } finally {
            socket.setSoTimeout((int) PATIENCE.toMillis());
        }
    }

    /** Reads until the other side hangs up. */
    boolean isHungUpOn() throws IOException {
        try {
            while (receives()) {
                heard.clear();
            }
            return true;
        } catch (SocketTimeoutException stillThere) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private boolean receives() throws IOException {
        int count = socket.getInputStream().read(chunk);
        if (count < 0) {
            return false;
        }
        decoder.feed(Unpooled.wrappedBuffer(chunk, 0, count), 0, new FrameSink() {
            @Override
            public void frame(Frame frame) {
                if (Decoded.of(frame) instanceof Decoded.Understood understood) {
                    heard.add(understood.message());
                }
            }

            @Override
            public void dropped(Anomaly why, int bytes) {
                throw new AssertionError("the platform sent " + why);
            }
        });
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        decoder.close();
    }
}
