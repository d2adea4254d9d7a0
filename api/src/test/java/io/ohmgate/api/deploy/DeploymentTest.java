package io.ohmgate.api.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.ohmgate.api.deploy.Manifests.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an operator is given to deploy with, checked as far as it can be without a cluster or a system manager. */
class DeploymentTest {
    private static final Path UNITS = Path.of("..", "deploy", "systemd");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
    /** The groups of application.yaml that a probe may ask. */
    private static final Set<String> GROUPS =
            Set.of("/actuator/health/liveness", "/actuator/health/readiness", "/actuator/health/tcp");
    /** What the process itself takes to drain at most, with room to spare. */
    private static final long DRAIN_SECONDS = 40;

    @Test
    void everyManifestHasOnlyFieldsThatKubernetesKnows() throws Exception {
        List<HasMetadata> all = Manifests.all();

        assertThat(all).hasSizeGreaterThan(10);
        for (HasMetadata each : all) {
            assertThat(Manifests.unknownFields(each))
                    .as(each.getMetadata().getName())
                    .isEmpty();
        }
    }

    @Test
    void aMisspelledFieldWouldBeFound() throws Exception {
        Service service = new com.fasterxml.jackson.databind.ObjectMapper()
                .convertValue(
                        Map.of("kind", "Service", "spec", Map.of("clusterIp", "None", "ports", List.of())),
                        Service.class);

        assertThat(Manifests.unknownFields(service)).containsExactly("Service.spec.clusterIp");
    }

    @Test
    void eachRoleIsAWorkloadWithABudget() throws Exception {
        List<Map<String, String>> budgets = Manifests.all().stream()
                .filter(PodDisruptionBudget.class::isInstance)
                .map(each ->
                        ((PodDisruptionBudget) each).getSpec().getSelector().getMatchLabels())
                .toList();
        Set<String> roles = Manifests.workloads().stream()
                .map(workload -> value(only(workload), "OHMGATE_ROLES"))
                .collect(Collectors.toSet());

        assertThat(roles).containsExactlyInAnyOrder("gateway", "api", "jobs");
        for (Workload workload : Manifests.workloads()) {
            assertThat(budgets).contains(workload.pods().getMetadata().getLabels());
        }
    }

    @Test
    void podsRunWithoutRootAndWriteOnlyWhereTheyMust() throws Exception {
        for (Workload workload : Manifests.workloads()) {
            PodSpec pod = workload.pods().getSpec();
            Container container = only(workload);
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits()).containsKey("memory");
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        }
    }

    @Test
    void noSecretStandsInAManifest() throws Exception {
        for (Workload workload : Manifests.workloads()) {
            for (EnvVar setting : only(workload).getEnv()) {
                assertThat(setting.getName()).doesNotContain("PASSWORD", "SECRET", "TOKEN");
            }
            assertThat(only(workload).getEnvFrom()).anyMatch(from -> from.getSecretRef() != null);
        }
        for (HasMetadata each : Manifests.all()) {
            assertThat(each.getKind()).isNotEqualTo("Secret");
        }
    }

    @Test
    void probesAskTheHealthGroupsThereAreAndADrainHasItsTime() throws Exception {
        for (Workload workload : Manifests.workloads()) {
            Container container = only(workload);
            for (Probe probe :
                    List.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())) {
                assertThat(probe.getHttpGet().getPath()).isIn(GROUPS);
            }
            long before = container.getLifecycle().getPreStop().getSleep().getSeconds();
            assertThat(workload.pods().getSpec().getTerminationGracePeriodSeconds())
                    .as(workload.name())
                    .isGreaterThanOrEqualTo(before + DRAIN_SECONDS);
        }
    }

    @Test
    void servicesFindPodsAndPortsThatAreThere() throws Exception {
        List<Workload> workloads = Manifests.workloads();
        for (HasMetadata each : Manifests.all()) {
            if (each instanceof Service service) {
                List<Workload> found = workloads.stream()
                        .filter(workload -> workload.pods()
                                .getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(service.getSpec().getSelector().entrySet()))
                        .toList();
                assertThat(found).as(service.getMetadata().getName()).isNotEmpty();
                for (ServicePort port : service.getSpec().getPorts()) {
                    String name = port.getTargetPort().getStrVal();
                    assertThat(found)
                            .allMatch(workload -> only(workload).getPorts().stream()
                                    .map(ContainerPort::getName)
                                    .anyMatch(name::equals));
                }
            }
        }
    }

    @Test
    void theSystemManagerTakesTheUnit() throws Exception {
        assumeThat(ANALYZE).isExecutable();
        Path unit = Files.createTempDirectory("unit").resolve("ohmgate@all.service");
        // The program of another machine need not be on this one.
        Files.writeString(
                unit,
                Files.readString(UNITS.resolve("ohmgate@.service"))
                        .replace("ExecStart=/usr/bin/java", "ExecStart=/bin/true"));
        Process verify = new ProcessBuilder(ANALYZE.toString(), "verify", unit.toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(verify.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(verify.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(said.lines().filter(line -> line.contains("ohmgate"))).isEmpty();
    }

    @Test
    void theUnitIsHardenedAndHasRoomForItsPiles() throws Exception {
        String unit = Files.readString(UNITS.resolve("ohmgate@.service"));

        assertThat(unit.lines())
                .contains("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "Restart=always")
                .contains("LimitNOFILE=262144", "TimeoutStopSec=45", "SuccessExitStatus=143");
        assertThat(unit.toLowerCase(Locale.ROOT)).doesNotContain("password=", "secret=");
    }

    private static Container only(Workload workload) {
        List<Container> containers = workload.pods().getSpec().getContainers();
        assertThat(containers).hasSize(1);
        return containers.getFirst();
    }

    private static String value(Container container, String name) {
        return container.getEnv().stream()
                .filter(setting -> setting.getName().equals(name))
                .map(EnvVar::getValue)
                .findFirst()
                .orElse("");
    }
}
