package io.ohmgate.gateway.tcp;

/** The address piles dial cannot be bound, mostly because another process has it. The message names the remedy. */
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String host, int port, Throwable cause) {
        super(
                "cannot listen for piles on " + host + ":" + port + " (" + cause.getMessage()
                        + "): stop the process that has the port, or choose another one",
                cause);
    }
}
