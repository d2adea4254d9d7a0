package io.ohmgate.billing;

/** The four price levels a pile can hold (尖 峰 平 谷), in the order of the wire: 0 to 3. */
public enum PriceLevel {
    SHARP,
    PEAK,
    FLAT,
    VALLEY
}
