package io.ohmgate.api.nodes;

import io.ohmgate.api.store.JobTables;
import io.ohmgate.gateway.cluster.ClusterNode;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoles;
import io.ohmgate.gateway.cluster.Nodes;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Work that one node does for all: it belongs to whoever has the job's row, until a time that each round puts off. If that
 * node dies, another takes the row when the time is over. Without the role {@code jobs} nothing is ever claimed.
 */
public final class JobClaims {
    private final JobTables jobs;
    private final Nodes nodes;
    private final NodeRoles roles;
    private final Sharing sharing;

    public JobClaims(JobTables jobs, Nodes nodes, NodeRoles roles, Sharing sharing) {
        this.jobs = jobs;
        this.nodes = nodes;
        this.roles = roles;
        this.sharing = sharing;
    }

    /** Whether this node is to do the job now; if so, no other does it before {@code length} is over. */
    public Mono<Boolean> claim(String name, Duration length) {
        return Mono.defer(() -> {
            if (!roles.has(NodeRole.JOBS) || !sharing.shared()) {
                return Mono.just(roles.has(NodeRole.JOBS));
            }
            ClusterNode self = nodes.self();
            return jobs.claim(name, new JobTables.Holder(self.id().name(), self.incarnation()), length);
        });
    }
}
