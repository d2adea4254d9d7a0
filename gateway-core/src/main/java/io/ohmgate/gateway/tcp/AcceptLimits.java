package io.ohmgate.gateway.tcp;

import io.ohmgate.gateway.calm.TokenBucket;

/**
 * How many connections are taken, and how fast (invariants 4.1, 5.3): by address, by line (/24, /56) and in all. The pace of
 * the node is what it can log in while it is well; under pressure only a part of it is granted. What is beyond the limits of an address or a line is hung up on at once and costs the others nothing; what is beyond the speed
 * of the node waits in the kernel's backlog. The speeds of one address and one line are below the node's, so that no one
 * source can use it up.
 *
 * @param connectionsPerSource high by default: a carrier's address translation or a concentrator brings hundreds of piles
 *     from one address. On fixed lines an operator sets it to what a station has
 * @param sourcesMax addresses and lines whose speed is remembered; the one not heard of for longest is forgotten first
 */
public record AcceptLimits(
        Pace node,
        Pace perSource,
        Pace perLine,
        int connectionsMax,
        int connectionsPerSource,
        int connectionsPerLine,
        int sourcesMax) {
    public static final AcceptLimits DEFAULT = new AcceptLimits(
            new Pace(10_000, 20_000),
            new Pace(5_000, 10_000),
            new Pace(8_000, 15_000),
            100_000,
            20_000,
            40_000,
            10_000);

    /** So many a second, and so many at once after a pause. */
    public record Pace(int perSecond, int burst) {
        /** @throws IllegalArgumentException if it lets nobody in */
        public Pace {
            if (perSecond < 1 || burst < 1) {
                throw new IllegalArgumentException("a pace must let at least one in");
            }
        }

        TokenBucket bucket(long nowNanos) {
            return new TokenBucket(perSecond, burst, nowNanos);
        }
    }

    /** @throws IllegalArgumentException if a limit lets nobody in */
    public AcceptLimits {
        if (connectionsMax < 1 || connectionsPerSource < 1 || connectionsPerLine < 1 || sourcesMax < 1) {
            throw new IllegalArgumentException("every limit of the pile server must let at least one in");
        }
    }

    public AcceptLimits withConnections(int perSource, int perLine) {
        return new AcceptLimits(node, this.perSource, this.perLine, connectionsMax, perSource, perLine, sourcesMax);
    }

    /** The usual shares: two thirds of it for one address, five sixths for one line, twice as many at once. */
    public AcceptLimits withAcceptsPerSecond(int accepts) {
        int ofSource = Math.max(1, accepts * 2 / 3);
        int ofLine = Math.max(1, accepts * 5 / 6);
        return withPaces(
                new Pace(accepts, 2 * accepts), new Pace(ofSource, 2 * ofSource), new Pace(ofLine, 2 * ofLine));
    }

    public AcceptLimits withPaces(Pace all, Pace ofSource, Pace ofLine) {
        return new AcceptLimits(
                all, ofSource, ofLine, connectionsMax, connectionsPerSource, connectionsPerLine, sourcesMax);
    }
}
