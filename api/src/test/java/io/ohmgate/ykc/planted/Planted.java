package io.ohmgate.ykc.planted;

/** Stands where it must not. */
final class Planted {
    Class<?> insideOfTheGateway = org.springframework.context.ApplicationContext.class;
}
