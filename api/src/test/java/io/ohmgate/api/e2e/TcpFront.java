package io.ohmgate.api.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What stands before gateways in the field: one address for piles, and any gateway that answers behind it. */
final class TcpFront implements AutoCloseable {
    private static final int CONNECT_MILLIS_MAX = 300;
    private static final int BACKLOG = 256;

    private final ServerSocket server;
    private final List<Integer> ports;
    private final AtomicInteger next = new AtomicInteger();

    private TcpFront(ServerSocket server, List<Integer> ports) {
        this.server = server;
        this.ports = List.copyOf(ports);
    }

    static TcpFront to(List<Integer> ports) throws IOException {
        TcpFront front = new TcpFront(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), ports);
        Thread.startVirtualThread(front::accept);
        return front;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket pile = server.accept();
                Thread.startVirtualThread(() -> serve(pile));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket pile) {
        try (pile;
                Socket gateway = connect()) {
            Thread back = Thread.startVirtualThread(() -> copy(gateway, pile));
            copy(pile, gateway);
            back.join();
        } catch (IOException nobodyThere) {
            // The pile dials again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket connect() throws IOException {
        int first = next.getAndIncrement();
        for (int i = 0; i < ports.size(); i++) {
            Socket socket = new Socket();
            try {
                int port = ports.get(Math.floorMod(first + i, ports.size()));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS_MAX);
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException down) {
                socket.close();
            }
        }
        throw new IOException("no gateway answers");
    }

    /** Until one side ends; then the other is ended, too. */
    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // Both are closed.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
