package io.ohmgate.gateway.link;

/** What a pile says of one card of its offline list: cleared or not, stored or not. Never logged with its number. */
public record CardMark(String cardNo, boolean yes) {
    @Override
    public String toString() {
        return "CardMark[" + yes + "]";
    }
}
