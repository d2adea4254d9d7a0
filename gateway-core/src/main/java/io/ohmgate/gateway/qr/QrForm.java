package io.ohmgate.gateway.qr;

/** By which form a scanned text was understood. */
public enum QrForm {
    /** 16 digits, or 14 for a pile: typed, or a sticker of digits. */
    PLAIN,
    /** Our own fixed code: the base address and 16 digits. */
    OWN_URL,
    /** What a pile draws itself after 0xF0: its prefix, its number, perhaps the gun's. */
    PILE_PREFIX,
    /** What a gun was told to show by 0x9E. */
    GUN_URL,
    /** A tenant's mask for codes of others. */
    MASK
}
