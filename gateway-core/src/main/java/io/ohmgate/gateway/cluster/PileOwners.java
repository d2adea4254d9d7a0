package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileSessions;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/**
 * Brings a request to the node that holds the pile, with the epoch it was found by. The owner refuses it if that is not the
 * current session's any more, or if it cannot know so (invariants B5); then the owner is looked for once more.
 */
public final class PileOwners {
    private static final String NOT_MINE = "NOT_MINE";
    private static final int HEADER = 1 + 2 * Long.BYTES;

    private final SessionDirectory directory;
    private final NodeLink link;
    private final NodeRoutes routes;
    private final PileSessions sessions;
    private final Fence fence;
    private final LongSupplier nanos;

    public PileOwners(
            SessionDirectory directory,
            NodeLink link,
            NodeRoutes routes,
            PileSessions sessions,
            Fence fence,
            LongSupplier nanos) {
        this.directory = directory;
        this.link = link;
        this.routes = routes;
        this.sessions = sessions;
        this.fence = fence;
        this.nanos = nanos;
    }

    /** The pile is connected to no node, as far as can be known now. Nothing was done. */
    public static final class NobodyHolds extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NobodyHolds(PileNo pileNo) {
            super("no node holds pile " + pileNo, null, false, false);
        }
    }

    /** Serves a route for the piles that are here; see {@link NodeRoutes#serve} for what a handler may do. */
    public void serve(String route, Function<PileCall, Mono<byte[]>> answer) {
        routes.serve(route, call -> {
            ByteBuffer in = ByteBuffer.wrap(call.body());
            if (in.remaining() < HEADER || in.get() < Body.VERSION) {
                return Mono.error(new NodeRefusal("UNREADABLE"));
            }
            SessionId session = new SessionId(pileNo(in.getLong()), in.getLong());
            if (!fence.isOpen()) {
                return Mono.error(new NodeRefusal("FENCED"));
            }
            if (!sessions.isCurrent(session)) {
                return Mono.error(new NodeRefusal(NOT_MINE));
            }
            if (call.deadline().isOver(nanos)) {
                return Mono.error(new LinkFailure.DeadlineOver(route));
            }
            byte[] body = new byte[in.remaining()];
            in.get(body);
            return answer.apply(new PileCall(session, call.from(), body, call.deadline()));
        });
    }

    private static PileNo pileNo(long number) {
        return new PileNo("%014d".formatted(number));
    }

    /** Fails with {@link NobodyHolds} or a {@link LinkFailure}. */
    public Mono<byte[]> ask(PileNo pileNo, String route, byte[] body, Deadline deadline) {
        return once(pileNo, route, body, deadline)
                .onErrorResume(
                        LinkFailure.Refused.class,
                        refused -> refused.code().equals(NOT_MINE)
                                ? once(pileNo, route, body, deadline)
                                        .onErrorMap(
                                                again -> again instanceof LinkFailure.Refused twice
                                                        && twice.code().equals(NOT_MINE),
                                                again -> new NobodyHolds(pileNo))
                                : Mono.error(refused));
    }

    private Mono<byte[]> once(PileNo pileNo, String route, byte[] body, Deadline deadline) {
        return directory
                .find(pileNo)
                .flatMap(Mono::justOrEmpty)
                .switchIfEmpty(Mono.error(() -> new NobodyHolds(pileNo)))
                .flatMap(owner -> link.ask(owner.node(), route, addressed(pileNo, owner, body), deadline));
    }

    private static byte[] addressed(PileNo pileNo, Owner owner, byte[] body) {
        return ByteBuffer.allocate(HEADER + body.length)
                .put((byte) Body.VERSION)
                .putLong(Long.parseLong(pileNo.digits()))
                .putLong(owner.epoch())
                .put(body)
                .array();
    }
}
