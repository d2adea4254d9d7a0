package io.ohmgate.api.demo;

import io.ohmgate.api.store.PileTables.PileDraft;
import io.ohmgate.api.store.StationTables.Place;
import io.ohmgate.api.store.StationTables.StationDraft;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the demo consists of: 3 stations, 2 tariffs, 12 piles with 24 guns, 30 drivers. */
final class DemoPlan {
    static final int DRIVERS = 30;

    /** Kept free for the visitor: a vehicle always stands there and nobody else starts it. */
    static final GunId VISITORS_GUN = new PileNo("32010600010001").gun(1);

    static final int GUNS = 2;
    private static final int DC_WATTS = 120_000;
    private static final int AC_WATTS = 7_000;

    private DemoPlan() {}

    /** A station with its piles. {@code timeOfUse} says which of the two tariffs it has. */
    record Site(StationDraft station, boolean timeOfUse, List<Pile> piles) {}

    record Pile(PileNo pileNo, String name, PileKind kind, int ratedWatts) {
        PileDraft draft(long line, String stationCode) {
            return new PileDraft(line, pileNo, stationCode, name, kind, GUNS, ratedWatts);
        }
    }

    static List<Site> sites() {
        return List.of(
                site("demo-hexi", "河西快充站", "南京市建邺区江东中路", 118_737_000, 32_003_000, true, 1, 5, 0),
                site("demo-gulou", "鼓楼商场地下站", "南京市鼓楼区中山北路", 118_769_500, 32_066_200, true, 2, 2, 2),
                site("demo-xianlin", "仙林大学城慢充站", "南京市栖霞区文苑路", 118_910_300, 32_105_800, false, 3, 0, 3));
    }

    private static Site site(
            String code, String name, String address, int lon, int lat, boolean timeOfUse, int no, int dc, int ac) {
        List<Pile> piles = new ArrayList<>();
        for (int i = 1; i <= dc + ac; i++) {
            boolean direct = i <= dc;
            piles.add(new Pile(
                    new PileNo("320106000%d%04d".formatted(no, i)),
                    (direct ? "直流 " : "交流 ") + i + " 号桩",
                    direct ? PileKind.DC : PileKind.AC,
                    direct ? DC_WATTS : AC_WATTS));
        }
        return new Site(new StationDraft(code, name, address, new Place(lon, lat), true), timeOfUse, piles);
    }

    /** 分时计费: sharp at noon and in the evening, valley at night. */
    static Tariff timeOfUse() {
        List<PriceLevel> slots = new ArrayList<>();
        for (int slot = 0; slot < Tariff.SLOTS; slot++) {
            slots.add(levelAt(slot / 2));
        }
        return new Tariff(
                slots,
                Map.of(
                        PriceLevel.SHARP, price(118_000, 52_000),
                        PriceLevel.PEAK, price(98_500, 48_000),
                        PriceLevel.FLAT, price(68_750, 45_000),
                        PriceLevel.VALLEY, price(31_250, 40_000)));
    }

    private static PriceLevel levelAt(int hour) {
        if (hour < 7 || hour == 23) {
            return PriceLevel.VALLEY;
        }
        if (hour == 11 || hour == 19 || hour == 20) {
            return PriceLevel.SHARP;
        }
        return hour < 9 || hour >= 17 ? PriceLevel.PEAK : PriceLevel.FLAT;
    }

    /** 标准计费. */
    static Tariff standard() {
        return Tariff.flat(price(65_000, 35_000));
    }

    private static Price price(long electricity, long service) {
        return new Price(new UnitPrice(electricity), new UnitPrice(service));
    }

    /** Numbers that no carrier gives out. */
    static String phoneOf(int driver) {
        return "1390000%04d".formatted(driver);
    }
}
