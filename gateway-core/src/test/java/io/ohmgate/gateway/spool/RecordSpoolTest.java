package io.ohmgate.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.record.ContentHash;
import io.ohmgate.gateway.spool.SpoolEntries.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A9: after a crash at any byte the spool gives each complete entry and never a corrupt one. */
class RecordSpoolTest {
    private static final long ROOM = 1 << 24;
    private static final int ENTRIES = 1_000;

    @TempDir
    Path folder;

    @Test
    void a9AFileCutAtAnyByteGivesAllCompleteEntriesAndNothingElse() {
        List<Entry> written = entries(ENTRIES);
        byte[] whole = bytesOf(written);
        int complete = 0;
        int end = written.getFirst().size();
        for (int cut = 0; cut <= whole.length; cut++) {
            if (cut == end) {
                complete++;
                end += complete < ENTRIES ? written.get(complete).size() : 1;
            }
            SpoolEntries.Found found = SpoolEntries.read(ByteBuffer.wrap(whole, 0, cut));
            if (found.entries().size() != complete || found.damaged()) {
                throw new AssertionError(
                        "cut at %d: %d of %d".formatted(cut, found.entries().size(), complete));
            }
        }
        assertThat(complete).isEqualTo(ENTRIES);
    }

    @Test
    void a9AFileThatWasCutIsGoneOnWith() throws IOException {
        List<Entry> written = entries(40);
        byte[] whole = bytesOf(written);
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            int cut = random.nextInt(whole.length);
            Files.write(folder.resolve(RecordSpool.FILE), Arrays.copyOf(whole, cut));
            try (RecordSpool spool = RecordSpool.open(folder, ROOM)) {
                int complete = spool.size();
                assertThat(spool.put(List.of(entry(7_777)))).isTrue();
                assertThat(hashes(spool))
                        .hasSize(complete + 1)
                        .contains(entry(7_777).hash());
            }
        }
    }

    @Test
    void a9ABitThatTurnedEndsTheReadingThereAndTheRestIsSetAside() throws IOException {
        List<Entry> written = entries(10);
        byte[] whole = bytesOf(written);
        whole[written.getFirst().size() * 5 + 20] ^= 1;
        Files.write(folder.resolve(RecordSpool.FILE), whole);
        try (RecordSpool spool = RecordSpool.open(folder, ROOM)) {
            assertThat(hashes(spool))
                    .isEqualTo(written.subList(0, 5).stream().map(Entry::hash).toList());
        }
        assertThat(folder.resolve("records.spool.damaged"))
                .hasBinaryContent(Arrays.copyOfRange(whole, written.getFirst().size() * 5, whole.length));
    }

    @Test
    void whatWasPutIsThereAfterAReopenAndWhatWasForgottenIsNot() throws IOException {
        try (RecordSpool spool = RecordSpool.open(folder, ROOM)) {
            spool.put(entries(3));
            spool.put(entries(4));
            spool.forget(List.of(entry(1).hash()));
        }
        try (RecordSpool spool = RecordSpool.open(folder, ROOM)) {
            // Only tidying removes it from the file; to be offered once more does no harm.
            assertThat(hashes(spool)).contains(entry(0).hash(), entry(2).hash(), entry(3).hash());
            spool.forget(hashes(spool));
            assertThat(spool.bytes()).isZero();
        }
        try (RecordSpool spool = RecordSpool.open(folder, ROOM)) {
            assertThat(spool.size()).isZero();
        }
    }

    @Test
    void aFileThatIsMostlyForgottenIsWrittenAnew() throws IOException {
        List<Entry> large = IntStream.range(0, 1_000)
                .mapToObj(i -> new Entry(entry(i).hash(), new byte[2_000]))
                .toList();
        try (RecordSpool spool = RecordSpool.open(folder, ROOM)) {
            spool.put(large);
            long before = spool.bytes();
            spool.forget(large.subList(0, 900).stream().map(Entry::hash).toList());
            assertThat(spool.bytes()).isLessThan(before / 5);
            spool.put(List.of(entry(5_000)));
        }
        try (RecordSpool spool = RecordSpool.open(folder, ROOM)) {
            assertThat(spool.size()).isEqualTo(101);
        }
    }

    @Test
    void whatDoesNotFitIsNotTaken() throws IOException {
        try (RecordSpool spool = RecordSpool.open(folder, entry(0).size() * 2L)) {
            assertThat(spool.put(entries(2))).isTrue();
            assertThat(spool.put(List.of(entry(9)))).isFalse();
            assertThat(spool.put(entries(2))).isTrue();
            assertThat(spool.size()).isEqualTo(2);
        }
    }

    private static List<ContentHash> hashes(RecordSpool spool) throws IOException {
        return spool.waiting().stream().map(Entry::hash).toList();
    }

    private static List<Entry> entries(int count) {
        return IntStream.range(0, count).mapToObj(RecordSpoolTest::entry).toList();
    }

    private static Entry entry(int number) {
        byte[] payload = "entry %06d".formatted(number).getBytes(StandardCharsets.US_ASCII);
        return new Entry(ContentHash.of(payload), payload);
    }

    private static byte[] bytesOf(List<Entry> entries) {
        ByteBuffer bytes =
                ByteBuffer.allocate(entries.stream().mapToInt(Entry::size).sum());
        entries.forEach(entry -> SpoolEntries.write(entry, bytes));
        return bytes.array();
    }
}
