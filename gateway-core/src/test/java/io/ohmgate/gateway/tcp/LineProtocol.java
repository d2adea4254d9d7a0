package io.ohmgate.gateway.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileGateway;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.PileProtocol;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A second protocol, as small as one can be: {@code LOGIN number}, {@code GUN state}; answers are lines too. */
final class LineProtocol implements PileProtocol {
    @Override
    public String name() {
        return "line";
    }

    @Override
    public void accept(Channel channel, PileGateway gateway) {
        channel.pipeline().addLast(new LineBasedFrameDecoder(256), new Lines(gateway));
    }

    @Override
    public Optional<RawRecord> record(byte[] frame) {
        return Optional.empty();
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static final class Lines extends SimpleChannelInboundHandler<ByteBuf> implements PileLink {
        private final PileGateway gateway;
        private @Nullable ChannelHandlerContext context;
        private @Nullable SessionId session;
        private CloseReason reason = CloseReason.BY_PEER;

        Lines(PileGateway gateway) {
            this.gateway = gateway;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            context = ctx;
            ctx.read();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.read();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
            String[] words = frame.toString(StandardCharsets.US_ASCII).split(" ", -1);
            SessionId current = session;
            if (words[0].equals("LOGIN")) {
                PileHello hello = new PileHello(new PileNo(words[1]), true, 2, "line-1", "fw", "sim", source());
                gateway.login(hello, this, this::judged);
            } else if (current != null) {
                gateway.heard(current);
                gateway.report(
                        current,
                        new PileReport.GunReported(
                                current.pileNo().gun(1),
                                null,
                                GunState.valueOf(words[1]),
                                true,
                                true,
                                Telemetry.NONE,
                                0));
            }
        }

        private void judged(Admission admission) {
            switch (admission) {
                case Admission.Accepted accepted -> {
                    session = accepted.session();
                    write("WELCOME");
                }
                case Admission.Refused refused -> {
                    write("NO");
                    close(CloseReason.LOGIN_REFUSED);
                }
            }
        }

        private void write(String line) {
            ChannelHandlerContext ctx = context;
            if (ctx != null) {
                ctx.writeAndFlush(Unpooled.copiedBuffer(line + "\n", StandardCharsets.US_ASCII), ctx.voidPromise());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            SessionId ended = session;
            if (ended != null) {
                gateway.closed(ended, reason);
            }
        }

        @Override
        public void send(PileCommand command) {
            execute(() -> write(command.getClass().getSimpleName()));
        }

        @Override
        public void close(CloseReason why) {
            execute(() -> {
                reason = why;
                ChannelHandlerContext ctx = context;
                if (ctx != null) {
                    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
                }
            });
        }

        @Override
        public void pauseReading() {}

        @Override
        public void resumeReading() {}

        @Override
        public InetSocketAddress source() {
            ChannelHandlerContext ctx = context;
            return ctx == null
                    ? new InetSocketAddress(0)
                    : (InetSocketAddress) ctx.channel().remoteAddress();
        }

        @Override
        public void execute(Runnable task) {
            ChannelHandlerContext ctx = context;
            if (ctx != null) {
                ctx.executor().execute(task);
            }
        }
    }
}
