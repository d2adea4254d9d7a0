package io.ohmgate.loadtest.driver;

import io.ohmgate.loadtest.driver.Ask.Answer;
import io.ohmgate.loadtest.driver.Load.RecordLoad;
import io.ohmgate.loadtest.driver.Load.Traffic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

/**
 * 驱动进程. One process may open fewer than 20,000 sockets on many machines, so the load comes from as many of these as it
 * takes. Asked by its parent over standard input; ends with it.
 */
@Command(name = "driver", hidden = true, description = "由 loadtest 自己启动 / started by loadtest itself")
public final class DriverCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public Integer call() throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String first = in.readLine();
        if (first == null) {
            return 1;
        }
        Plan plan = JSON.readValue(first, Plan.class);
        WarmUp.of(plan);
        try (Fleet fleet = Fleet.start(plan)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Ask ask = JSON.readValue(line, Ask.class);
                if (ask.op() == Ask.Op.END) {
                    break;
                }
                System.out.println(JSON.writeValueAsString(answer(fleet, ask)));
                System.out.flush();
            }
        }
        return 0;
    }

    private static Answer answer(Fleet fleet, Ask ask) throws InterruptedException {
        return switch (ask.op()) {
            case LOG_IN -> Answer.of(fleet.logIn(ask.millis(), ask.seconds()));
            case DROP_ALL -> {
                fleet.dropAll();
                yield Answer.of(0);
            }
            case TRAFFIC -> {
                fleet.traffic(Objects.requireNonNullElse(ask.traffic(), Traffic.NONE));
                yield Answer.of(0);
            }
            case WINDOW -> Answer.of(fleet.window(ask.seconds()));
            case RECORDS ->
                Answer.of(
                        fleet.records(Objects.requireNonNullElse(ask.records(), new RecordLoad(1, 0)), ask.seconds()));
            case SESSIONS -> Answer.of(fleet.sessions());
            case SEND_AGAIN -> Answer.of(fleet.sendAgain());
            case CONFIRMED -> new Answer(null, 0, fleet.confirmedRecords());
            case END -> new Answer(null, 0, List.of());
        };
    }
}
