package io.ohmgate.gateway.qr;

import io.ohmgate.gateway.operation.OperationTask;
import io.ohmgate.gateway.pile.GunId;

/**
 * Which QR codes a pile is told to show. {@code text} is a prefix where the pile draws its own, else an address in which
 * {@code {gunId}}, {@code {pileNo}} and {@code {gunNo}} stand for the gun's.
 */
public record QrOption(Form form, String text) {
    public static final int TEXT_MAX = 200;

    public enum Form {
        /** 0xF0, the pile appends 14 digits. Sent after every login: the pile forgets it. */
        PREFIX_PILE(true),
        /** 0xF0, the pile appends 16 digits. */
        PREFIX_GUN(true),
        /** 0x9E to each gun. */
        GUN_URL(false),
        /** 0x9C to each gun, for piles that know only that. */
        GUN_URL_OLD(false);

        private final boolean prefix;

        Form(boolean prefix) {
            this.prefix = prefix;
        }

        public boolean isPrefix() {
            return prefix;
        }
    }

    /** @throws IllegalArgumentException if the pile could not show it */
    public OperationTask taskFor(GunId gun) {
        return switch (form) {
            case PREFIX_PILE -> new OperationTask.SetQrPrefix(text, false);
            case PREFIX_GUN -> new OperationTask.SetQrPrefix(text, true);
            case GUN_URL -> new OperationTask.SetGunQr(textFor(gun), true);
            case GUN_URL_OLD -> new OperationTask.SetGunQr(textFor(gun), false);
        };
    }

    /** The whole text that the gun's code says. */
    public String textFor(GunId gun) {
        String gunNo = gun.digits().substring(gun.pileNo().digits().length());
        return switch (form) {
            case PREFIX_PILE -> text + gun.pileNo().digits();
            case PREFIX_GUN -> text + gun.digits();
            case GUN_URL, GUN_URL_OLD ->
                text.replace("{gunId}", gun.digits())
                        .replace("{pileNo}", gun.pileNo().digits())
                        .replace("{gunNo}", gunNo);
        };
    }
}
