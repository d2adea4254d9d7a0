package io.ohmgate.api.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests of deploy/kubernetes, read into the types that Kubernetes itself has for them. */
final class Manifests {
    private static final Path FOLDER = Path.of("..", "deploy", "kubernetes");
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/ConfigMap", ConfigMap.class,
            "v1/Service", Service.class,
            "apps/v1/StatefulSet", StatefulSet.class,
            "apps/v1/Deployment", Deployment.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class);

    private Manifests() {}

    /** A workload's name and its pods. */
    record Workload(String name, PodTemplateSpec pods) {}

    static List<HasMetadata> all() throws IOException {
        List<HasMetadata> found = new ArrayList<>();
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        ObjectMapper mapper = new ObjectMapper();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(Files.readString(file))) {
                    Map<?, ?> fields = (Map<?, ?>) document;
                    Class<? extends HasMetadata> type = KINDS.get(fields.get("apiVersion") + "/" + fields.get("kind"));
                    if (type == null) {
                        throw new AssertionError(file + " has an unknown kind: " + fields.get("kind"));
                    }
                    found.add(mapper.convertValue(document, type));
                }
            }
        }
        return found;
    }

    static List<Workload> workloads() throws IOException {
        List<Workload> found = new ArrayList<>();
        for (HasMetadata each : all()) {
            if (each instanceof StatefulSet set) {
                found.add(
                        new Workload(set.getMetadata().getName(), set.getSpec().getTemplate()));
            } else if (each instanceof Deployment deployment) {
                found.add(new Workload(
                        deployment.getMetadata().getName(), deployment.getSpec().getTemplate()));
            }
        }
        return found;
    }

    /** Fields that the types do not know: they were put aside, and the cluster would refuse or ignore them. */
    static List<String> unknownFields(Object root) throws IllegalAccessException {
        List<String> unknown = new ArrayList<>();
        look(root, root.getClass().getSimpleName(), unknown);
        return unknown;
    }

    private static void look(@Nullable Object value, String path, List<String> unknown) throws IllegalAccessException {
        if (value instanceof Collection<?> many) {
            int number = 0;
            for (Object each : many) {
                look(each, path + "[" + number++ + "]", unknown);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                look(entry.getValue(), path + "." + entry.getKey(), unknown);
            }
        } else if (value != null
                && !value.getClass().isEnum()
                && value.getClass().getPackageName().startsWith("io.fabric8.kubernetes.api.model")) {
            for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    look(field, value, path, unknown);
                }
            }
        }
    }

    private static void look(Field field, Object owner, String path, List<String> unknown)
            throws IllegalAccessException {
        if (Modifier.isStatic(field.getModifiers())) {
            return;
        }
        field.setAccessible(true);
        Object value = field.get(owner);
        if (!field.getName().equals("additionalProperties")) {
            look(value, path + "." + field.getName(), unknown);
        } else if (value instanceof Map<?, ?> rest && !rest.isEmpty()) {
            rest.keySet().forEach(name -> unknown.add(path + "." + name));
        }
    }
}
