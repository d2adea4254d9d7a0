package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;

/** A message about one gun. */
public interface AtGun {
    PileNo pileNo();

    int gunNo();

    default GunId gun() {
        return pileNo().gun(gunNo());
    }
}
