package io.ohmgate.gateway.planted;

/** Stands where it must not. */
final class Planted {
    Class<?> protocol = org.springframework.context.ApplicationContext.class;

    java.time.Instant now() {
        return java.time.Instant.now();
    }
}
