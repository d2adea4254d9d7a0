package io.ohmgate.gateway.cluster;

/**
 * Why another node did not answer.
 *
 * <pre>
 *   UnknownNode    no such node is alive                          nothing was done
 *   NotConnected   no connection to it now                        nothing was done
 *   NoSuchRoute    it does not serve that (an older version)      nothing was done
 *   TooLarge       more than {@link NodeLink#BODY_BYTES_MAX}      nothing was done, if it is the question
 *   Busy           too much is under way here or there            nothing was done
 *   Lost           the connection broke                           unknown
 *   DeadlineOver   no answer in time                              unknown
 *   Refused        it said no, with a code                        as the code says
 * </pre>
 */
public abstract sealed class LinkFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LinkFailure(String message) {
        super(message, null, false, false);
    }

    /** Whether the question was surely not acted upon, so that it may be asked elsewhere. */
    public boolean surelyNotDone() {
        return true;
    }

    public static final class UnknownNode extends LinkFailure {
        private static final long serialVersionUID = 1L;

        public UnknownNode(NodeId node) {
            super("no node " + node + " is up");
        }
    }

    public static final class NotConnected extends LinkFailure {
        private static final long serialVersionUID = 1L;

        public NotConnected(NodeId node) {
            super("no connection to node " + node);
        }
    }

    public static final class NoSuchRoute extends LinkFailure {
        private static final long serialVersionUID = 1L;

        public NoSuchRoute(String route) {
            super("nobody serves " + route);
        }
    }

    public static final class TooLarge extends LinkFailure {
        private static final long serialVersionUID = 1L;

        public TooLarge(int bytes) {
            super(bytes + " bytes are more than " + NodeLink.BODY_BYTES_MAX);
        }
    }

    public static final class Busy extends LinkFailure {
        private static final long serialVersionUID = 1L;

        public Busy(String what) {
            super(what);
        }
    }

    public static final class Lost extends LinkFailure {
        private static final long serialVersionUID = 1L;

        public Lost(NodeId node) {
            super("the connection to node " + node + " broke");
        }

        @Override
        public boolean surelyNotDone() {
            return false;
        }
    }

    public static final class DeadlineOver extends LinkFailure {
        private static final long serialVersionUID = 1L;

        public DeadlineOver(String route) {
            super("no answer to " + route + " in time");
        }

        @Override
        public boolean surelyNotDone() {
            return false;
        }
    }

    /** The other node's handler failed; the code is a stable word. */
    public static final class Refused extends LinkFailure {
        private static final long serialVersionUID = 1L;
        private final String code;

        public Refused(String code) {
            super(code);
            this.code = code;
        }

        public String code() {
            return code;
        }

        @Override
        public boolean surelyNotDone() {
            return false;
        }
    }
}
