package io.ohmgate.cec;

/** An envelope that is not what it claims. Carries no stack trace and no detail: a caller may be an attacker. */
public final class EnvelopeException extends RuntimeException {
    private EnvelopeException(String message) {
        super(message, null, false, false);
    }

    static EnvelopeException undecipherable() {
        return new EnvelopeException("Data cannot be decrypted");
    }
}
