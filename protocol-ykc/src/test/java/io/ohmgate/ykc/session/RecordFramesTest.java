package io.ohmgate.ykc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.link.RawRecord;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecordFramesTest {
    /** A record of V1.6 as it was captured. */
    private static final byte[] RECORD = HexFormat.of()
            .parseHex(
                    "68A2077A003B181200000002660116430696294154241812000000026601204E0E0C120A19F0D21C0D120A19000000006879370000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000009AA9534F0002238B4F006879370000000000000000004C4741473450593333533630313332333501F0D21C0D120A19410150BE785B3E781B4733");

    @Test
    void aKeptFrameIsReadAgainAsItWasTaken() {
        RawRecord record = RecordFrames.read(RECORD).orElseThrow();
        assertThat(record.fields().tradeNo().digits()).isEqualTo("18120000000266011643069629415424");
        assertThat(record.fields().total().tenThousandthsKwh()).isEqualTo(3_635_560);
        assertThat(record.frame()).isEqualTo(RECORD);
        assertThat(record.content()).isEqualTo(Arrays.copyOfRange(RECORD, 6, RECORD.length - 2));
    }

    @Test
    void whatIsNoRecordIsNotTakenForOne() {
        byte[] heartbeat = HexFormat.of().parseHex("680D25D30003202312120000100100D1AC");
        assertThat(RecordFrames.read(heartbeat)).isEmpty();
        assertThat(RecordFrames.read(new byte[0])).isEmpty();
        assertThat(RecordFrames.read(Arrays.copyOf(RECORD, 30))).isEmpty();
    }
}
