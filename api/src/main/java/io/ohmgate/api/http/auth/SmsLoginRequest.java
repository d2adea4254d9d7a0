package io.ohmgate.api.http.auth;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Prints itself without phone and code. */
public record SmsLoginRequest(
        @NotBlank @Size(max = 32) String phone,
        @NotBlank @Size(max = 16) String code) {
    @Override
    public String toString() {
        return "SmsLoginRequest[]";
    }
}
