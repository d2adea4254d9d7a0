package io.ohmgate.ykc.faults;

import io.ohmgate.gateway.session.GatewayTime;
import reactor.core.scheduler.Schedulers;

/** A gateway in a process of its own, which says its port and lives until it hears the end of its input. */
final class ScantNode {
    private ScantNode() {}

    public static void main(String[] arguments) throws Exception {
        try (PilePort port = new PilePort(GatewayTime.system(Schedulers.parallel()))) {
            System.out.println("port " + port.port());
            while (System.in.read() >= 0) {
                // Whoever started it holds the other end.
            }
        }
    }
}
