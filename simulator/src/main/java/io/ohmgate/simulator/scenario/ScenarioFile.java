package io.ohmgate.simulator.scenario;

import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.pile.Behaviour;
import io.ohmgate.simulator.scenario.Scenario.Cast;
import io.ohmgate.simulator.scenario.Scenario.Happening;
import io.ohmgate.simulator.scenario.Scenario.Side;
import io.ohmgate.simulator.scenario.Scenario.Step;
import io.ohmgate.simulator.scenario.Scenario.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a scenario. Strict: what is not understood is a fault with its line, never passed over. */
public final class ScenarioFile {
    private static final int STEPS_MAX = 500;
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Set<String> STEPS = Set.of("expect", "never", "do", "ask", "send", "wait");

    private final YamlNodes yaml;

    private ScenarioFile(YamlNodes yaml) {
        this.yaml = yaml;
    }

    /**
     * @param source its name, for messages
     * @throws ScenarioFault if it is not such a file
     */
    public static Scenario read(String source, String text) {
        YamlNodes yaml = new YamlNodes(source);
        return new ScenarioFile(yaml).scenario(yaml.compose(text));
    }

    private Scenario scenario(Node root) {
        Map<String, Node> top =
                yaml.fields(root, Set.of("scenario", "title", "book", "certifies", "pile", "platform", "steps"));
        String name = yaml.text(yaml.required(top, "scenario", root));
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9.-]{1,60}")) {
            throw yaml.fault(
                    yaml.required(top, "scenario", root),
                    "\"" + name + "\" is no name",
                    "use letters, digits, points and hyphens");
        }
        Node who = yaml.required(top, "certifies", root);
        Side side = yaml.choice(who, Side.class);
        Node wrongCast = top.get(side == Side.PLATFORM ? "platform" : "pile");
        if (wrongCast != null) {
            throw yaml.fault(
                    wrongCast,
                    "the " + side.name().toLowerCase(Locale.ROOT) + " is on trial and cannot be cast",
                    "describe the played end under \"" + (side == Side.PLATFORM ? "pile" : "platform") + "\"");
        }
        return new Scenario(
                name,
                yaml.text(yaml.required(top, "title", root)),
                yaml.text(yaml.required(top, "book", root)),
                side,
                cast(top.get(side == Side.PLATFORM ? "pile" : "platform"), side),
                steps(yaml.required(top, "steps", root)));
    }

    private Cast cast(@org.jspecify.annotations.Nullable Node node, Side side) {
        if (node == null) {
            return Cast.USUAL;
        }
        if (side == Side.PILE) {
            Map<String, Node> fields = yaml.fields(node, Set.of("silent"));
            Set<Integer> silent = new HashSet<>();
            yaml.items(yaml.required(fields, "silent", node)).forEach(each -> silent.add(type(each)));
            return new Cast(Cast.USUAL.supply(), Cast.USUAL.guns(), Cast.USUAL.kilowatts(), List.of(), silent);
        }
        Map<String, Node> fields = yaml.fields(node, Set.of("supply", "guns", "kilowatts", "quirks"));
        Node supply = fields.get("supply");
        Node guns = fields.get("guns");
        Node kilowatts = fields.get("kilowatts");
        return new Cast(
                supply == null ? Cast.USUAL.supply() : yaml.choice(supply, Supply.class),
                guns == null ? Cast.USUAL.guns() : yaml.number(guns, 1, 99),
                kilowatts == null ? Cast.USUAL.kilowatts() : yaml.number(kilowatts, 1, 1_000),
                quirks(fields.get("quirks")),
                Set.of());
    }

    private List<String> quirks(@org.jspecify.annotations.Nullable Node node) {
        List<String> quirks = new ArrayList<>();
        if (node == null) {
            return quirks;
        }
        for (Node each : yaml.items(node)) {
            String quirk = yaml.text(each);
            if (!quirk.contains("${")) {
                try {
                    Behaviour.GOOD.with(quirk);
                } catch (IllegalArgumentException wrong) {
                    throw yaml.fault(each, String.valueOf(wrong.getMessage()), "see `simulator run --list-faults`");
                }
            }
            quirks.add(quirk);
        }
        return quirks;
    }

    private List<Step> steps(Node node) {
        List<Step> steps = new ArrayList<>();
        for (Node each : yaml.items(node)) {
            steps.add(step(each));
        }
        if (steps.isEmpty() || steps.size() > STEPS_MAX) {
            throw yaml.fault(node, steps.size() + " steps", "write 1 to " + STEPS_MAX);
        }
        if (steps.stream().noneMatch(step -> step instanceof Step.Expect || step instanceof Step.Never)) {
            throw yaml.fault(node, "nothing is expected, so nothing could fail", "add an \"expect\" step");
        }
        return steps;
    }

    private Step step(Node node) {
        Map<String, Node> fields = yaml.fields(node, STEPS);
        if (fields.size() != 1) {
            throw yaml.fault(node, "a step with " + fields.size() + " verbs", "write one of " + STEPS);
        }
        String verb = fields.keySet().iterator().next();
        Node what = yaml.required(fields, verb, node);
        int line = yaml.lineOf(node);
        return switch (verb) {
            case "expect" -> expect(line, what);
            case "never" -> never(line, what);
            case "do" -> new Step.Do(line, List.of(yaml.text(what).trim().split("\\s+", -1)));
            case "ask" -> new Step.Ask(line, yaml.text(what).trim());
            case "send" -> send(line, what);
            default -> new Step.Wait(line, yaml.duration(what));
        };
    }

    private Step expect(int line, Node node) {
        Map<String, Node> fields = yaml.fields(node, Set.of("type", "event", "fields", "within", "save"));
        Node within = fields.get("within");
        Map<String, String> save = new LinkedHashMap<>();
        if (fields.containsKey("save")) {
            save = yaml.texts(yaml.required(fields, "save", node));
        }
        return new Step.Expect(line, told(fields, node), within == null ? WITHIN : yaml.duration(within), save);
    }

    private Step never(int line, Node node) {
        Map<String, Node> fields = yaml.fields(node, Set.of("type", "event", "fields", "for"));
        return new Step.Never(line, told(fields, node), yaml.duration(yaml.required(fields, "for", node)));
    }

    private Told told(Map<String, Node> fields, Node node) {
        boolean typed = fields.containsKey("type");
        if (typed == fields.containsKey("event")) {
            throw yaml.fault(node, "neither or both of \"type\" and \"event\"", "write one of them");
        }
        if (!typed) {
            return new Told(Set.of(), yaml.choice(yaml.required(fields, "event", node), Happening.class), Map.of());
        }
        Node type = yaml.required(fields, "type", node);
        Set<Integer> types = new HashSet<>();
        if (yaml.isList(type)) {
            yaml.items(type).forEach(each -> types.add(type(each)));
        } else {
            types.add(type(type));
        }
        Map<String, String> wanted = Map.of();
        if (fields.containsKey("fields")) {
            wanted = yaml.texts(yaml.required(fields, "fields", node));
        }
        return new Told(types, null, wanted);
    }

    private Step send(int line, Node node) {
        Map<String, Node> fields = yaml.fields(node, Set.of("type", "body", "hex"));
        if (fields.containsKey("hex")) {
            return new Step.Send(line, null, yaml.text(yaml.required(fields, "hex", node)));
        }
        int type = type(yaml.required(fields, "type", node));
        return new Step.Send(line, type, yaml.text(yaml.required(fields, "body", node)));
    }

    private int type(Node node) {
        String text = yaml.text(node);
        try {
            int code = Integer.decode(text);
            if (code >= 0 && code <= 0xFF) {
                return code;
            }
        } catch (NumberFormatException notANumber) {
            throw yaml.fault(node, "\"" + text + "\" is no type", "write it as \"0x34\"", notANumber);
        }
        throw yaml.fault(node, text + " is no type", "a type is 0x00 to 0xFF");
    }
}
