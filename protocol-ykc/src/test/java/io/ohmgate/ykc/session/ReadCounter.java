package io.ohmgate.ykc.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/** Counts how often a handler asks for more. */
final class ReadCounter extends ChannelOutboundHandlerAdapter {
    int reads;

    @Override
    public void read(ChannelHandlerContext context) throws Exception {
        reads++;
        super.read(context);
    }
}
