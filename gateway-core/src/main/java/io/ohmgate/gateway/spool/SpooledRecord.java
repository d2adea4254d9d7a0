package io.ohmgate.gateway.spool;

import io.ohmgate.gateway.link.PileProtocol;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.spool.SpoolEntries.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A record as an entry of the spool. The fields are not kept: the protocol reads them from the frame again. */
final class SpooledRecord {
    private static final int FORM = 1;

    private SpooledRecord() {}

    static Entry entry(IncomingRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeLong(record.receivedAt().toEpochMilli());
            out.writeUTF(record.session().pileNo().digits());
            out.writeLong(record.session().epoch());
            out.writeUTF(record.node());
            String held = record.heldBecause();
            out.writeBoolean(held != null);
            out.writeUTF(held == null ? "" : held);
            out.writeUTF(record.raw().protocol());
            byte[] frame = record.raw().frame();
            out.writeShort(frame.length);
            out.write(frame);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new Entry(record.hash(), bytes.toByteArray());
    }

    /** Empty if this version knows neither the form nor the protocol, or the frame is no record to it. */
    static Optional<IncomingRecord> record(Entry entry, Map<String, PileProtocol> protocols) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry.payload()))) {
            if (in.readByte() != FORM) {
                return Optional.empty();
            }
            Instant receivedAt = Instant.ofEpochMilli(in.readLong());
            SessionId session = new SessionId(new PileNo(in.readUTF()), in.readLong());
            String node = in.readUTF();
            boolean held = in.readBoolean();
            String because = in.readUTF();
            PileProtocol protocol = protocols.get(in.readUTF());
            byte[] frame = in.readNBytes(in.readUnsignedShort());
            if (protocol == null) {
                return Optional.empty();
            }
            Optional<RawRecord> raw = protocol.record(frame);
            return raw.map(read -> held
                    ? IncomingRecord.held(read, receivedAt, session, node, because)
                    : IncomingRecord.of(read, receivedAt, session, node));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
