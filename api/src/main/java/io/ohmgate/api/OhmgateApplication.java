package io.ohmgate.api;

import io.ohmgate.api.boot.Launch;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the product. */
@SpringBootApplication
public class OhmgateApplication {
    public static void main(String[] args) {
        Launch.run(OhmgateApplication.class, args);
    }
}
