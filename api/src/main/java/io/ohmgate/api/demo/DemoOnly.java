package io.ohmgate.api.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** Only there while the demo is on: {@code --ohmgate.demo.enabled=false} turns it off. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnProperty(name = "ohmgate.demo.enabled", havingValue = "true", matchIfMissing = true)
@interface DemoOnly {}
