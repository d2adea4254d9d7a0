package io.ohmgate.gateway.record;

import java.util.List;

/** Where records are remembered that the store did not take yet. Both methods return at once and never throw. */
public interface Unkept {
    /** They wait in memory only. They are told once each. */
    void remember(List<IncomingRecord> records);

    /** They are committed; whether they were ever remembered is not said. */
    void kept(List<IncomingRecord> records);

    /** Memory is all there is. */
    Unkept FORGOTTEN = new Unkept() {
        @Override
        public void remember(List<IncomingRecord> records) {}

        @Override
        public void kept(List<IncomingRecord> records) {}
    };
}
