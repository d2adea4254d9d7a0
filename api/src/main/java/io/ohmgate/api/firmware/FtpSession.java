package io.ohmgate.api.firmware;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One control connection of a pile that fetches its program (FTP, RFC 959), as little of it as that needs: log in, passive
 * mode, one file, read-only. Neither the name nor the password nor a line of the client is ever logged.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel
final class FtpSession extends SimpleChannelInboundHandler<String> {
    private static final int COMMANDS_MAX = 100;
    /** The fields of 0x94 are no longer (ykc.md 5.47). */
    private static final int CREDENTIAL_MAX = 16;

    static final Duration LOGIN_WITHIN = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(FtpSession.class);

    private final Host server;
    private @Nullable String username;
    private FtpServer.@Nullable Served file;
    private FtpServer.@Nullable DataPort data;
    private boolean judging;
    private int commands;

    /** What a connection needs of the server it came to. */
    interface Host {
        /** The address that data ports are told with. */
        String host();

        Mono<FtpServer.Served> open(String username, String password);

        Mono<FtpServer.DataPort> listen(EventLoop loop, String peer);

        /** The connection's place is free. */
        void gone();
    }

    FtpSession(Host server) {
        this.server = server;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        say(ctx, "220 ready");
        // Whoever says nothing must not hold a place that a pile needs.
        ctx.executor()
                .schedule(
                        () -> {
                            if (file == null) {
                                ctx.close();
                            }
                        },
                        LOGIN_WITHIN.toSeconds(),
                        TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, String line) {
        if (++commands > COMMANDS_MAX || judging) {
            ctx.close();
            return;
        }
        int blank = line.indexOf(' ');
        String verb = (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
        String argument = blank < 0 ? "" : line.substring(blank + 1).strip();
        switch (verb) {
            case "USER" -> {
                username = argument;
                say(ctx, "331 password please");
            }
            case "PASS" -> logIn(ctx, argument);
            case "QUIT" -> sayAndClose(ctx, "221 bye");
            case "NOOP" -> say(ctx, "200 ok");
            default -> {
                if (file == null) {
                    say(ctx, "530 log in first");
                } else {
                    known(ctx, verb, argument, file);
                }
            }
        }
    }

    private void known(ChannelHandlerContext ctx, String verb, String argument, FtpServer.Served served) {
        switch (verb) {
            case "SYST" -> say(ctx, "215 UNIX Type: L8");
            case "FEAT" -> say(ctx, "211 no features");
            case "TYPE", "MODE", "STRU", "OPTS" -> say(ctx, "200 ok");
            case "PWD", "XPWD" -> say(ctx, "257 \"/\"");
            case "CWD", "XCWD", "CDUP" -> say(ctx, "250 ok");
            case "SIZE" -> say(ctx, isIt(argument, served) ? "213 " + served.bytes() : "550 no such file");
            case "PASV" -> listen(ctx, false);
            case "EPSV" -> listen(ctx, true);
            case "RETR" -> retrieve(ctx, argument, served);
            default -> say(ctx, "502 not here");
        }
    }

    private void logIn(ChannelHandlerContext ctx, String password) {
        String name = username;
        if (name == null || file != null) {
            say(ctx, "503 user first");
            return;
        }
        if (name.length() > CREDENTIAL_MAX || password.length() > CREDENTIAL_MAX) {
            sayAndClose(ctx, "530 no");
            return;
        }
        judging = true;
        server.open(name, password)
                .subscribe(
                        found -> ctx.executor().execute(() -> {
                            judging = false;
                            file = found;
                            say(ctx, "230 welcome");
                        }),
                        failure -> ctx.executor().execute(() -> sayAndClose(ctx, "421 try again later")),
                        () -> ctx.executor().execute(() -> {
                            if (file == null) {
                                LOG.atWarn()
                                        .addKeyValue("source", addressOf(ctx))
                                        .log("somebody tried to fetch firmware without a valid account");
                                sayAndClose(ctx, "530 no");
                            }
                        }));
    }

    private void listen(ChannelHandlerContext ctx, boolean extended) {
        closeData();
        server.listen(ctx.channel().eventLoop(), addressOf(ctx))
                .subscribe(
                        opened -> ctx.executor().execute(() -> {
                            data = opened;
                            say(ctx, extended ? "229 here (|||" + opened.port() + "|)" : passive(opened.port()));
                        }),
                        failure -> ctx.executor().execute(() -> say(ctx, "425 no port is free")));
    }

    private String passive(int port) {
        return "227 here (" + server.host().replace('.', ',') + "," + (port >> 8) + "," + (port & 0xFF) + ")";
    }

    private void retrieve(ChannelHandlerContext ctx, String path, FtpServer.Served served) {
        FtpServer.DataPort to = data;
        if (!isIt(path, served)) {
            say(ctx, "550 no such file");
        } else if (to == null) {
            say(ctx, "425 passive mode first");
        } else {
            data = null;
            say(ctx, "150 here it comes");
            to.whenConnected(channel -> {
                channel.write(new DefaultFileRegion(new File(served.path().toString()), 0, served.bytes()));
                ChannelFuture sent = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
                sent.addListener(done -> {
                    to.close();
                    ctx.executor().execute(() -> say(ctx, done.isSuccess() ? "226 that was it" : "426 it broke off"));
                });
            });
        }
    }

    /** One file: its path, or its name alone, as clients that changed the directory ask for it. */
    private static boolean isIt(String asked, FtpServer.Served served) {
        String name = served.ftpPath().substring(served.ftpPath().lastIndexOf('/') + 1);
        return asked.equals(served.ftpPath()) || asked.equals(served.ftpPath().substring(1)) || asked.equals(name);
    }

    private static void say(ChannelHandlerContext ctx, String line) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.US_ASCII));
    }

    private static void sayAndClose(ChannelHandlerContext ctx, String line) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.US_ASCII))
                .addListener(done -> ctx.close());
    }

    private static String addressOf(ChannelHandlerContext ctx) {
        return ctx.channel().remoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress()
                : "";
    }

    private void closeData() {
        FtpServer.DataPort open = data;
        data = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closeData();
        server.gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
