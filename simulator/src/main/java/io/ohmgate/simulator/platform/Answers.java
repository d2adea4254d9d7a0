package io.ohmgate.simulator.platform;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.message.BillingModel;
import io.ohmgate.ykc.message.BillingReply;
import io.ohmgate.ykc.message.BillingRequest;
import io.ohmgate.ykc.message.BillingVerify;
import io.ohmgate.ykc.message.BillingVerifyAck;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.ParallelConfirm;
import io.ohmgate.ykc.message.ParallelRequest;
import io.ohmgate.ykc.message.PileStartReply;
import io.ohmgate.ykc.message.PileStartRequest;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.message.Uplink;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What a platform answers by itself (reference 7.2); a scenario can take answers away and change the model. */
public final class Answers {
    public static final Money LIMIT = new Money(50_000);
    private static final Tariff TARIFF = new Tariff(
            Collections.nCopies(Tariff.SLOTS, PriceLevel.FLAT),
            Map.of(PriceLevel.FLAT, new Price(new UnitPrice(90_000), new UnitPrice(40_000))));
    private static final String NO_LOGICAL_CARD = "0".repeat(16);
    private static final int SERIALS = 100_000_000;

    private volatile String modelNo = "0007";
    private volatile Set<Integer> silent = Set.of();
    private final AtomicInteger serial = new AtomicInteger();

    /** Types it leaves unsaid, such as 0x40. */
    public void leaveUnsaid(Set<Integer> types) {
        silent = Set.copyOf(types);
    }

    public void useModel(String number) {
        modelNo = number;
    }

    public String modelNo() {
        return modelNo;
    }

    public BillingModel model() {
        return BillingModel.of(TARIFF);
    }

    /** A serial nobody had before in this run. */
    public TradeNo nextTrade(GunId gunId) {
        int next = serial.updateAndGet(last -> (last + 1) % SERIALS);
        return new TradeNo(gunId.digits() + "26112200" + "%08d".formatted(next));
    }

    List<Downlink> to(Uplink message) {
        List<Downlink> answers = answers(message);
        Set<Integer> unsaid = silent;
        return answers.stream()
                .filter(answer -> !unsaid.contains(answer.typeCode()))
                .toList();
    }

    private List<Downlink> answers(Uplink message) {
        return switch (message) {
            case Login login -> List.of(LoginAck.accepted(login.pileNo()));
            case Heartbeat heartbeat -> List.of(HeartbeatAck.of(heartbeat));
            case BillingVerify verify -> List.of(compared(verify));
            case BillingRequest request -> List.of(new BillingReply(request.pileNo(), modelNo(), model()));
            case PileStartRequest request -> List.of(allowed(request));
            case ParallelRequest request -> List.of(allowed(request));
            case TradeReport trade -> List.of(TradeConfirm.received(trade.tradeNo()));
            default -> List.of();
        };
    }

    private BillingVerifyAck compared(BillingVerify verify) {
        boolean same = modelNo().equals(verify.billingModelNo());
        return new BillingVerifyAck(
                verify.pileNo(), modelNo(), same ? BillingVerifyAck.SAME : BillingVerifyAck.DIFFERENT);
    }

    private PileStartReply allowed(PileStartRequest request) {
        return new PileStartReply(
                nextTrade(request.gun()),
                request.pileNo(),
                request.gunNo(),
                NO_LOGICAL_CARD,
                LIMIT,
                PileStartReply.SUCCESS,
                0);
    }

    private ParallelConfirm allowed(ParallelRequest request) {
        return new ParallelConfirm(
                nextTrade(request.gun()),
                request.pileNo(),
                request.gunNo(),
                NO_LOGICAL_CARD,
                LIMIT,
                ParallelConfirm.SUCCESS,
                0,
                request.parallelNo());
    }
}
