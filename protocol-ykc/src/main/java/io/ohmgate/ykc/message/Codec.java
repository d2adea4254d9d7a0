package io.ohmgate.ykc.message;

import io.netty.buffer.ByteBuf;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Both directions of one message's body.
 *
 * @param bodyLength the body's length in bytes; of a body with a list, its length without entries
 */
public record Codec<T>(int bodyLength, Function<BodyReader, T> reader, BiConsumer<T, BodyWriter> writer) {
    public static <T> Codec<T> of(int bodyLength, Function<BodyReader, T> reader, BiConsumer<T, BodyWriter> writer) {
        return new Codec<>(bodyLength, reader, writer);
    }

    /** @throws MalformedBody if a key field is missing or unreadable */
    T read(BodyReader in) {
        return reader.apply(in);
    }

    void write(T message, ByteBuf out) {
        writer.accept(message, new BodyWriter(out));
    }
}
