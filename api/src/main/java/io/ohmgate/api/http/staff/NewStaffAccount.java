package io.ohmgate.api.http.staff;

import io.ohmgate.api.account.Passwords;
import io.ohmgate.api.security.StaffRole;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Prints itself without the password. */
public record NewStaffAccount(
        @NotBlank @Pattern(regexp = "[a-zA-Z0-9._-]{3,64}") String username,

        @NotBlank @Size(min = Passwords.LENGTH_MIN, max = Passwords.BYTES_MAX)
        String password,

        @NotNull StaffRole role) {
    @Override
    public String toString() {
        return "NewStaffAccount[" + role + "]";
    }
}
