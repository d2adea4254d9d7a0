package io.ohmgate.api.e2e;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.BillingSet;
import io.ohmgate.ykc.message.BillingSetReply;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.Message;
import io.ohmgate.ykc.message.TimeSync;
import io.ohmgate.ykc.message.TimeSyncReply;
import io.ohmgate.ykc.message.Uplink;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A pile that says only what the test tells it to, on a real socket; clocks and tariffs it answers by itself. */
final class WirePile implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final PileNo pileNo;
    private final Socket socket;
    private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    private int sequence;

    private WirePile(PileNo pileNo, Socket socket) {
        this.pileNo = pileNo;
        this.socket = socket;
    }

    static WirePile logsIn(PileNo pileNo, int port) throws IOException, InterruptedException {
        WirePile pile = new WirePile(pileNo, new Socket(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().start(pile::listen);
        pile.says(new Login(pileNo, 0, 2, 16, "V1", 0, "89860000000000000001", 4));
        pile.hears(LoginAck.class);
        return pile;
    }

    synchronized void says(Uplink message) {
        ByteBuf bytes = Unpooled.buffer();
        FrameWriter.STANDARD.write(message, sequence++, bytes);
        try {
            socket.getOutputStream().write(ByteBufUtil.getBytes(bytes));
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    /** The next message of this type; others are skipped. */
    <M extends Message> M hears(Class<M> type) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Message next = heard.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError("the pile never heard " + type.getSimpleName());
            }
            if (type.isInstance(next)) {
                return type.cast(next);
            }
        }
    }

    private void listen() {
        FrameDecoder decoder = new FrameDecoder(UnpooledByteBufAllocator.DEFAULT);
        byte[] buffer = new byte[4096];
        try (InputStream in = socket.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                decoder.feed(Unpooled.copiedBuffer(buffer, 0, read), System.nanoTime(), new Sink());
            }
        } catch (IOException over) {
            // The socket was closed; that is how a pile's day ends.
        } finally {
            decoder.close();
        }
    }

    private final class Sink implements FrameSink {
        @Override
        public void frame(Frame frame) {
            if (Decoded.of(frame) instanceof Decoded.Understood understood) {
                if (understood.message() instanceof TimeSync sync) {
                    says(new TimeSyncReply(pileNo, sync.currentTime()));
                } else if (understood.message() instanceof BillingSet) {
                    says(new BillingSetReply(pileNo, 1));
                }
                heard.add(understood.message());
            }
        }

        @Override
        public void dropped(Anomaly why, int bytes) {
            throw new AssertionError("the platform sent " + why);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
