package io.ohmgate.simulator.scenario;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ohmgate.simulator.scenario.Scenario.Step;
import io.ohmgate.simulator.scenario.Scenario.Told;
import io.ohmgate.simulator.scenario.Verdict.Outcome;
import io.ohmgate.ykc.frame.FrameBody;
import io.ohmgate.ykc.frame.FrameWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plays one scenario on a stage, step by step, and says how it went. Waits on the calling thread. */
final class ScenarioRun {
    /** So many things heard are named in a failure. */
    private static final int NAMED_MAX = 20;

    private static final int PASSED_OVER_MAX = 10_000;

    private final Scenario scenario;
    private final Stage stage;
    private final Predicate<String> asker;
    private final InstantSource clock;
    private final Values values;
    private final List<String> story = new ArrayList<>();
    /** Heard since the last deed and not what was expected: what is expected together may come in any order. */
    private final List<Heard> passedOver = new ArrayList<>();
    /** Heard while waiting, and not yet looked at. */
    private final ArrayDeque<Heard> pending = new ArrayDeque<>();

    private int sequence;

    /** @param asker makes the other side's people do something; false if it could not */
    ScenarioRun(Scenario scenario, Stage stage, Predicate<String> asker, InstantSource clock) {
        this.scenario = scenario;
        this.stage = stage;
        this.asker = asker;
        this.clock = clock;
        this.values = new Values(stage.names());
    }

    Verdict play() throws InterruptedException {
        Instant began = clock.instant();
        for (Step step : scenario.steps()) {
            String failure = carriedOut(step);
            if (failure != null) {
                String where = "line " + step.line() + ": " + failure;
                return new Verdict(scenario, Outcome.FAILED, where, since(began), story);
            }
        }
        return new Verdict(scenario, Outcome.PASSED, "", since(began), story);
    }

    private Duration since(Instant began) {
        return Duration.between(began, clock.instant());
    }

    /** @return why it failed, or null */
    private @Nullable String carriedOut(Step step) throws InterruptedException {
        if (step instanceof Step.Do || step instanceof Step.Ask || step instanceof Step.Send) {
            passedOver.clear();
        }
        try {
            return switch (step) {
                case Step.Expect expect -> expected(expect);
                case Step.Never never -> unheard(never);
                case Step.Wait wait -> waited(wait.time());
                case Step.Do deed -> {
                    stage.act(deed.words().stream().map(values::filled).toList());
                    story.add("do " + String.join(" ", deed.words()));
                    yield null;
                }
                case Step.Ask ask -> {
                    String what = values.filled(ask.what());
                    story.add("ask " + what);
                    yield asker.test(what) ? null : "nobody on the other side did \"" + what + "\"";
                }
                case Step.Send send -> {
                    stage.send(frame(send));
                    story.add("send " + (send.type() == null ? "bytes" : "0x%02X".formatted(send.type())));
                    yield null;
                }
            };
        } catch (IllegalArgumentException wrong) {
            return String.valueOf(wrong.getMessage());
        }
    }

    private byte[] frame(Step.Send send) {
        byte[] bytes = HexFormat.of().parseHex(values.filled(send.hex()).replaceAll("\\s", ""));
        Integer type = send.type();
        if (type == null) {
            return bytes;
        }
        ByteBuf frame = Unpooled.buffer();
        FrameWriter.STANDARD.write(new Body(type, Unpooled.wrappedBuffer(bytes)), sequence++, frame);
        return ByteBufUtil.getBytes(frame);
    }

    private record Body(int typeCode, ByteBuf bytes) implements FrameBody {
        @Override
        public void writeBody(ByteBuf out) {
            out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        }
    }

    private @Nullable String expected(Step.Expect expect) throws InterruptedException {
        Instant until = clock.instant().plus(expect.within());
        List<String> meanwhile = new ArrayList<>();
        pending.addAll(passedOver);
        passedOver.clear();
        while (true) {
            Heard heard = next(left(until));
            if (heard == null) {
                return "no " + inWords(expect.told()) + " within " + seconds(expect.within()) + "; heard "
                        + (meanwhile.isEmpty() ? "nothing" : String.join(", ", meanwhile));
            }
            if (fits(heard, expect.told())) {
                story.add("heard " + heard.inShort());
                for (Map.Entry<String, String> each : expect.save().entrySet()) {
                    values.save(each.getValue(), heard.fields().get(each.getKey()));
                }
                return null;
            }
            if (passedOver.size() < PASSED_OVER_MAX) {
                passedOver.add(heard);
            }
            note(meanwhile, heard, expect.told());
        }
    }

    /** A frame of the wanted type with other fields is told with them: it is mostly what went wrong. */
    private void note(List<String> meanwhile, Heard heard, Told told) {
        if (meanwhile.size() >= NAMED_MAX) {
            return;
        }
        if (!told.types().contains(heard.type())) {
            meanwhile.add(heard.inShort());
            return;
        }
        StringBuilder others = new StringBuilder(heard.inShort()).append(" with");
        told.fields()
                .keySet()
                .forEach(name -> others.append(' ')
                        .append(name)
                        .append('=')
                        .append(Values.text(heard.fields().get(name))));
        meanwhile.add(others.toString());
    }

    private @Nullable String unheard(Step.Never never) throws InterruptedException {
        Instant until = clock.instant().plus(never.during());
        while (true) {
            Heard heard = next(left(until));
            if (heard == null) {
                story.add("no " + inWords(never.told()) + " for " + seconds(never.during()));
                return null;
            }
            if (fits(heard, never.told())) {
                return "heard " + inWords(never.told()) + ", which must not come";
            }
        }
    }

    private @Nullable String waited(Duration time) throws InterruptedException {
        Instant until = clock.instant().plus(time);
        List<Heard> kept = new ArrayList<>();
        while (clock.instant().isBefore(until)) {
            Heard heard = stage.next(left(until));
            if (heard != null) {
                kept.add(heard);
            }
        }
        // What came while waiting may be what the next step expects.
        pending.addAll(kept);
        story.add("waited " + seconds(time));
        return null;
    }

    private @Nullable Heard next(Duration patience) throws InterruptedException {
        return pending.isEmpty() ? stage.next(patience) : pending.removeFirst();
    }

    private Duration left(Instant until) {
        Duration left = Duration.between(clock.instant(), until);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private boolean fits(Heard heard, Told told) {
        if (told.happening() != null) {
            return told.happening() == heard.happening();
        }
        return told.types().contains(heard.type()) && values.fits(heard.fields(), told.fields());
    }

    private static String inWords(Told told) {
        if (told.happening() != null) {
            return told.happening().name();
        }
        StringBuilder words = new StringBuilder();
        told.types().stream()
                .sorted()
                .forEach(type -> words.append(words.isEmpty() ? "" : "|").append("0x%02X".formatted(type)));
        return told.fields().isEmpty() ? words.toString() : words + " with " + told.fields();
    }

    private static String seconds(Duration span) {
        return span.toMillis() % 1000 == 0 ? span.toSeconds() + " s" : span.toMillis() + " ms";
    }
}
