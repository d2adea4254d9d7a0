package io.ohmgate.api.boot;

import io.ohmgate.api.failure.StartupFailure;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application with what must be there before it; a refusal is one line and an exit code. */
public final class Launch {
    private Launch() {}

    public static void run(Class<?> application, String... arguments) {
        SpringApplication spring = new SpringApplication(application);
        spring.addListeners(new Preparation());
        try {
            ConfigurableApplicationContext running = spring.run(arguments);
            running.registerShutdownHook();
        } catch (SpringApplication.AbandonedRunException e) {
            throw e;
        } catch (RuntimeException e) {
            StartupFailure failure = StartupFailure.in(e);
            if (failure == null) {
                throw e;
            }
            System.exit(failure.problem().exitCode());
        }
    }
}
