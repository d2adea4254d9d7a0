package io.ohmgate.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the product. */
@SpringBootApplication
public class OhmgateApplication {
    public static void main(String[] args) {
        SpringApplication.run(OhmgateApplication.class, args);
    }
}
