package io.ohmgate.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Random histories, repeats and races included, against a model that has no cleverness to get wrong (C5, C6). */
class WalletLawsTest {
    enum Deed {
        CREDIT,
        SPEND,
        PLACE,
        POST,
        VOID,
        EXPIRE,
        SETTLE
    }

    record Command(Deed deed, int which, long fen, long now) {
        Instant at() {
            return Instant.ofEpochSecond(now);
        }
    }

    /** Keeps every hold for ever and adds up what is open each time it is asked. */
    private static final class Model {
        private final long limit;
        private long balance;
        private final List<Long> amounts = new ArrayList<>();
        private final List<Long> expiries = new ArrayList<>();
        private final List<Boolean> open = new ArrayList<>();

        Model(long limit) {
            this.limit = limit;
        }

        long held() {
            long held = 0;
            for (int i = 0; i < amounts.size(); i++) {
                held += open.get(i) ? amounts.get(i) : 0;
            }
            return held;
        }

        long spendable() {
            return balance - held() + limit;
        }

        boolean end(int hold) {
            return hold < open.size() && open.set(hold, false);
        }
    }

    @Property
    void aWalletDoesWhatTheModelDoesAndNeverLendsMoreThanItMay(
            @ForAll("histories") List<Command> history, @ForAll @LongRange(min = 0, max = 300) long limit) {
        Model model = new Model(limit);
        Wallet wallet = new Wallet(Money.ZERO, Money.ZERO, new Money(limit));
        List<Hold> holds = new ArrayList<>();
        for (Command command : history) {
            int which = holds.isEmpty() ? 0 : command.which % holds.size();
            wallet = step(command, which, wallet, holds, model);

            assertThat(wallet.balance().fen()).isEqualTo(model.balance);
            assertThat(wallet.held().fen()).isEqualTo(model.held());
            assertThat(wallet.available().fen()).isGreaterThanOrEqualTo(-limit);
        }
    }

    private static Wallet step(Command command, int which, Wallet wallet, List<Hold> holds, Model model) {
        return switch (command.deed) {
            case CREDIT -> {
                model.balance += command.fen;
                yield wallet.credit(new Money(command.fen));
            }
            case SPEND -> spend(command, wallet, model);
            case PLACE -> place(command, wallet, holds, model);
            case POST, VOID, EXPIRE, SETTLE -> holds.isEmpty() ? wallet : end(command, which, wallet, holds, model);
        };
    }

    private static Wallet spend(Command command, Wallet wallet, Model model) {
        boolean enough = command.fen <= model.spendable();
        model.balance -= enough ? command.fen : 0;
        Optional<Wallet> spent = wallet.spend(new Money(command.fen));
        assertThat(spent.isPresent()).isEqualTo(enough);
        return spent.orElse(wallet);
    }

    private static Wallet place(Command command, Wallet wallet, List<Hold> holds, Model model) {
        boolean enough = command.fen <= model.spendable();
        Optional<Wallet.Change> placed = wallet.place("h" + holds.size(), new Money(command.fen), command.at());
        assertThat(placed.isPresent()).isEqualTo(enough);
        if (enough) {
            model.amounts.add(command.fen);
            model.expiries.add(command.now);
            model.open.add(true);
        }
        placed.ifPresent(change -> holds.add(change.hold()));
        return placed.map(Wallet.Change::wallet).orElse(wallet);
    }

    private static Wallet end(Command command, int which, Wallet wallet, List<Hold> holds, Model model) {
        Hold hold = holds.get(which);
        Optional<Wallet.Change> change = switch (command.deed) {
            case POST -> {
                long paid = Math.min(command.fen, model.amounts.get(which));
                model.balance -= model.end(which) ? paid : 0;
                yield wallet.post(hold, new Money(paid));
            }
            case VOID -> {
                model.end(which);
                yield wallet.voidHold(hold);
            }
            case EXPIRE -> {
                if (command.now >= model.expiries.get(which)) {
                    model.end(which);
                }
                yield wallet.expire(hold, command.at());
            }
            case SETTLE -> {
                if (model.end(which)) {
                    // With the hold released, a bill takes what is there; at least what was held for it.
                    model.balance -= Math.min(command.fen, model.spendable());
                }
                yield settle(command, hold, wallet);
            }
            case CREDIT, SPEND, PLACE -> Optional.empty();
        };
        change.ifPresent(done -> holds.set(which, done.hold()));
        assertThat(holds.get(which).isOpen()).isEqualTo(model.open.get(which));
        return change.map(Wallet.Change::wallet).orElse(wallet);
    }

    private static Optional<Wallet.Change> settle(Command command, Hold hold, Wallet wallet) {
        return wallet.settle(hold, new Money(command.fen)).map(settled -> {
            assertThat(settled.fromWallet().plus(settled.toReceivable())).isEqualTo(new Money(command.fen));
            return new Wallet.Change(settled.wallet(), settled.hold());
        });
    }

    @Provide
    Arbitrary<List<Command>> histories() {
        return Combinators.combine(
                        Arbitraries.of(Deed.class),
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.longs().between(1, 200),
                        Arbitraries.longs().between(0, 20))
                .as(Command::new)
                .list()
                .ofMaxSize(50);
    }
}
