package io.ohmgate.ykc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.Message;
import io.ohmgate.ykc.message.Uplink;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The pile's end of a connection in a test: says messages, hears messages, on a clock that only the test moves. */
final class TestPile {
    static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    final RecordingGateway gateway = new RecordingGateway();
    final EmbeddedChannel channel = new EmbeddedChannel();
    final List<Integer> sequencesHeard = new ArrayList<>();
    final List<CrcOrder> ordersHeard = new ArrayList<>();
    private int sequence;

    TestPile() {
        channel.freezeTime();
        new YkcProtocol(YkcSettings.defaults(CHINA)).accept(channel, gateway);
    }

    TestPile says(Uplink... messages) {
        ByteBuf bytes = Unpooled.buffer();
        for (Uplink message : messages) {
            FrameWriter.STANDARD.write(message, sequence++, bytes);
        }
        return sends(bytes);
    }

    TestPile sends(ByteBuf bytes) {
        channel.writeInbound(bytes);
        channel.runPendingTasks();
        return this;
    }

    TestPile runsTasks() {
        channel.runPendingTasks();
        return this;
    }

    void hangsUp() {
        channel.close().syncUninterruptibly();
        channel.runPendingTasks();
    }

    TestPile hears(Downlink... expected) {
        assertThat(heard()).containsExactly((Message[]) expected);
        return this;
    }

    TestPile staysSilentFor(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
        return this;
    }

    TestPile isConnected() {
        assertThat(channel.isOpen()).isTrue();
        return this;
    }

    TestPile isHungUpOn() {
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        return this;
    }

    List<Message> heard() {
        List<Message> messages = new ArrayList<>();
        FrameDecoder decoder = new FrameDecoder(channel.alloc());
        FrameSink sink = new FrameSink() {
            @Override
            public void frame(Frame frame) {
                sequencesHeard.add(frame.sequence());
                ordersHeard.add(frame.crcOrder());
                if (Decoded.of(frame) instanceof Decoded.Understood understood) {
                    messages.add(understood.message());
                }
            }

            @Override
            public void dropped(Anomaly why, int bytes) {
                throw new AssertionError("the platform sent " + why);
            }
        };
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            decoder.feed(out, 0, sink);
            out.release();
        }
        decoder.close();
        return messages;
    }
}
