package io.ohmgate.api.http.auth;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Prints itself without the phone. */
public record SmsCodeRequest(@NotBlank @Size(max = 32) String phone) {
    @Override
    public String toString() {
        return "SmsCodeRequest[]";
    }
}
