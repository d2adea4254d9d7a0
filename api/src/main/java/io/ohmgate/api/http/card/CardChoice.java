package io.ohmgate.api.http.card;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Cards by their ids. */
record CardChoice(@NotEmpty @Size(max = 200) List<@NotBlank String> cardIds) {
    CardChoice {
        cardIds = List.copyOf(cardIds);
    }
}
