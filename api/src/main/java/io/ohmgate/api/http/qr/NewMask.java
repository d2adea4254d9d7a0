package io.ohmgate.api.http.qr;

import io.ohmgate.gateway.qr.QrMask;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** A form of codes that are not ours. */
public record NewMask(
        @NotBlank @Size(max = 120) String name,

        @Schema(
                description = "字面文本；? 代表任一字符，* 代表任意一段；{gun} 为 16 位枪编号，或 {pile} 为 14 位桩编号（可带两位 {gunNo}）"
                        + " / literal text, ? any character, * any run, {gun} 16 digits, or {pile} 14 and {gunNo} 2",
                example = "hlht://{gun}.MA005DBW1/*")
        @NotBlank
        @Size(max = QrMask.MASK_MAX)
        String mask) {}
