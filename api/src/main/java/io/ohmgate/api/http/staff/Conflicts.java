package io.ohmgate.api.http.staff;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.store.ConflictException;

/** What the stores refuse, in the words of the interface. */
final class Conflicts {
    private Conflicts() {}

    static ProblemException problem(ConflictException conflict) {
        return ProblemException.of(
                switch (conflict.kind()) {
                    case STATION_CODE_TAKEN -> ProblemCode.STATION_CODE_TAKEN;
                    case TARIFF_NAME_TAKEN -> ProblemCode.TARIFF_NAME_TAKEN;
                    case MODEL_NUMBERS_USED_UP -> ProblemCode.TARIFF_NUMBERS_USED_UP;
                    case ALREADY_BOOKED -> ProblemCode.CREDIT_KEY_REUSED;
                    case MASK_NAME_TAKEN -> ProblemCode.QR_MASK_NAME_TAKEN;
                    case FIRMWARE_VERSION_TAKEN -> ProblemCode.FIRMWARE_VERSION_TAKEN;
                    case TOO_MANY_MASKS -> ProblemCode.QR_MASKS_FULL;
                });
    }
}
