/** The live socket {@code /ws/v1}. Its contract is static/asyncapi.yaml. */
@NullMarked
package io.ohmgate.api.ws;

import org.jspecify.annotations.NullMarked;
