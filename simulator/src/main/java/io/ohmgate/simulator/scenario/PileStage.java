package io.ohmgate.simulator.scenario;

import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.battery.BatteryPack;
import io.ohmgate.simulator.battery.Vehicle;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.FrameTap;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.link.PilePlan;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.pile.StartAtPile;
import io.ohmgate.simulator.scenario.Scenario.Happening;
import io.ohmgate.simulator.script.PileScript;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The platform is on trial: a simulated pile plays against it. */
final class PileStage implements Stage {
    private static final String VERBS =
            "plug GUN [SOC], unplug GUN, swipe GUN CARD [PASSWORD], vin GUN, press-stop GUN,"
                    + " fault GUN BITS, parallel GUN,GUN CARD, power-cut, cut";
    private static final int SOC_PERCENT = 20;
    private static final int PERMILLE_PER_PERCENT = 10;

    private final HeardFrames heard = new HeardFrames();
    private final PileNo pileNo;
    private final Map<String, String> names;
    private final PileFleet fleet;

    PileStage(Scenario scenario, Opposite opposite) {
        this.pileNo = opposite.pileNo();
        this.names = opposite.names();
        Scenario.Cast cast = scenario.cast();
        PilePlan plan = PilePlan.good(
                new PileSpec(pileNo, cast.supply(), cast.guns(), 1000 * cast.kilowatts()), PileScript.nobody());
        for (String quirk : cast.quirks()) {
            plan = plan.with(new Values(names).filled(quirk));
        }
        FleetOptions options = FleetOptions.to(opposite.host(), opposite.port(), opposite.seed());
        this.fleet = PileFleet.start(options, List.of(plan), new Tap());
    }

    @Override
    public Map<String, String> names() {
        return names;
    }

    @Override
    public void act(List<String> words) {
        carriedOut(words).toCompletableFuture().join();
    }

    private CompletionStage<?> carriedOut(List<String> words) {
        return switch (words.getFirst()) {
            case "plug" -> fleet.plug(gun(words), vehicle(words));
            case "unplug" -> fleet.unplug(gun(words));
            case "swipe" ->
                fleet.identify(
                        gun(words),
                        new StartAtPile(StartAtPile.By.CARD, word(words, 2), words.size() > 3 ? word(words, 3) : ""));
            case "vin" -> fleet.startByVin(gun(words));
            case "press-stop" -> fleet.pressStop(gun(words));
            case "fault" -> fleet.fault(gun(words), Integer.decode(word(words, 2)));
            case "parallel" ->
                fleet.identifyInParallel(
                        Arrays.stream(word(words, 1).split(",", -1))
                                .map(each -> pileNo.gun(Integer.parseInt(each)))
                                .toList(),
                        StartAtPile.card(word(words, 2)));
            case "power-cut" -> fleet.powerCut(pileNo);
            case "cut" -> fleet.cutLink(pileNo);
            default ->
                throw new IllegalArgumentException(
                        "a pile cannot \"" + String.join(" ", words) + "\"; it can " + VERBS);
        };
    }

    private static String word(List<String> words, int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException("\"" + String.join(" ", words) + "\" lacks a word; a pile can " + VERBS);
        }
        return words.get(index);
    }

    private GunId gun(List<String> words) {
        return pileNo.gun(Integer.parseInt(word(words, 1)));
    }

    private Vehicle vehicle(List<String> words) {
        int percent = words.size() > 2 ? Integer.parseInt(word(words, 2)) : SOC_PERCENT;
        String vin = names.getOrDefault("vin", "LOHM0000000000001");
        return Vehicle.of(vin, BatteryPack.FAMILY_CAR, percent * PERMILLE_PER_PERCENT);
    }

    @Override
    public void send(byte[] frame) {
        fleet.sendBytes(pileNo, frame).toCompletableFuture().join();
    }

    @Override
    public @Nullable Heard next(Duration patience) throws InterruptedException {
        return heard.next(patience);
    }

    @Override
    public void close() {
        fleet.close();
    }

    private final class Tap implements FrameTap {
        @Override
        public void frame(PileNo of, boolean up, ByteBuf frame) {
            if (!up) {
                heard.frame(frame);
            }
        }

        @Override
        public void opened(PileNo of) {
            heard.put(Heard.of(Happening.OPENED));
        }

        @Override
        public void closed(PileNo of) {
            heard.put(Heard.of(Happening.CLOSED));
        }
    }
}
