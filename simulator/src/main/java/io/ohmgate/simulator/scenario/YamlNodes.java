package io.ohmgate.simulator.scenario;

import java.io.StringReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML as a tree with line numbers; no object is ever made of it. */
final class YamlNodes {
    private static final int CHARACTERS_MAX = 200_000;
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})(ms|s|m)");

    private final String source;

    YamlNodes(String source) {
        this.source = source;
    }

    Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(CHARACTERS_MAX);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                throw new ScenarioFault(source, 1, "the file is empty", "begin with \"scenario: name\"");
            }
            return root;
        } catch (MarkedYAMLException wrong) {
            Mark mark = wrong.getProblemMark();
            int line = mark == null ? 1 : mark.getLine() + 1;
            ScenarioFault fault = new ScenarioFault(
                    source, line, "no YAML: " + wrong.getProblem(), "check indentation and quotes on this line");
            fault.initCause(wrong);
            throw fault;
        }
    }

    int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    ScenarioFault fault(Node node, String what, String remedy) {
        return new ScenarioFault(source, lineOf(node), what, remedy);
    }

    ScenarioFault fault(Node node, String what, String remedy, Throwable cause) {
        ScenarioFault fault = fault(node, what, remedy);
        fault.initCause(cause);
        return fault;
    }

    /** The fields of a mapping, of which each must be known. */
    Map<String, Node> fields(Node node, Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw fault(node, "no fields here", "write \"name: value\" with one of " + sorted(known));
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = text(tuple.getKeyNode());
            if (!known.contains(name)) {
                throw fault(tuple.getKeyNode(), "\"" + name + "\" is not known here", "use " + sorted(known));
            }
            if (fields.put(name, tuple.getValueNode()) != null) {
                throw fault(tuple.getKeyNode(), "\"" + name + "\" is there twice", "keep one");
            }
        }
        return fields;
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    Map<String, String> texts(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw fault(node, "no fields here", "write \"name: value\"");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            texts.put(text(tuple.getKeyNode()), text(tuple.getValueNode()));
        }
        return texts;
    }

    Node required(Map<String, Node> fields, String name, Node owner) {
        @Nullable Node node = fields.get(name);
        if (node == null) {
            throw fault(owner, "\"" + name + "\" is missing", "add \"" + name + ": …\"");
        }
        return node;
    }

    boolean isList(Node node) {
        return node instanceof SequenceNode;
    }

    List<Node> items(Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            throw fault(node, "no list here", "write its entries as \"- …\" or in [ ]");
        }
        return sequence.getValue();
    }

    String text(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw fault(node, "no plain value here", "write one value on the line");
        }
        return scalar.getValue();
    }

    int number(Node node, int least, int most) {
        try {
            int value = Integer.parseInt(text(node));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw fault(node, text(node) + " is no number", "write " + least + " to " + most, notANumber);
        }
        throw fault(node, text(node) + " is outside its limits", "write " + least + " to " + most);
    }

    Duration duration(Node node) {
        Matcher span = SPAN.matcher(text(node));
        if (!span.matches()) {
            throw fault(node, "\"" + text(node) + "\" is no time", "write it as 500ms, 10s or 2m");
        }
        long count = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
    }

    <E extends Enum<E>> E choice(Node node, Class<E> type) {
        String text = text(node).toUpperCase(Locale.ROOT);
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(text)) {
                return each;
            }
        }
        String all = Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        throw fault(node, "\"" + text(node) + "\" is not known here", "write " + all);
    }
}
