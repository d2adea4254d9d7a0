package io.ohmgate.api.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ports on this machine. Embedded servers stay below 32768: inside the kernel's ephemeral range a client that polls for
 * readiness can connect to itself, and the server then finds its port taken.
 */
public final class LocalPorts {
    public static final int EPHEMERAL_FIRST = 32768;

    private LocalPorts() {}

    /** Whether a server could listen there; {@code null} means every local address. */
    public static boolean isFree(@Nullable InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** The first free loopback port from {@code preferred} upwards, below the ephemeral range. */
    public static int firstFreeFrom(int preferred) {
        return firstFreeFrom(preferred, Set.of());
    }

    /** As above, passing by those that are already promised to others, who do not listen there yet. */
    public static int firstFreeFrom(int preferred, Set<Integer> promised) {
        for (int port = preferred; port < EPHEMERAL_FIRST; port++) {
            if (!promised.contains(port) && isFree(InetAddress.getLoopbackAddress(), port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + preferred + " and " + (EPHEMERAL_FIRST - 1));
    }
}
