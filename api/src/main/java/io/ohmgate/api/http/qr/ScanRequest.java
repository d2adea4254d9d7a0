package io.ohmgate.api.http.qr;

import io.ohmgate.gateway.qr.ScannedText;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What was scanned or typed, unchanged. */
public record ScanRequest(
        @NotBlank @Size(max = ScannedText.TEXT_MAX) String text) {}
