package io.ohmgate.api.http.auth;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Prints itself without the password. */
public record StaffLoginRequest(
        @NotBlank @Size(max = 64) String username,
        @NotBlank @Size(max = 128) String password) {
    @Override
    public String toString() {
        return "StaffLoginRequest[]";
    }
}
