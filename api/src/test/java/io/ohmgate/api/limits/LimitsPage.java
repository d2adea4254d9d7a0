package io.ohmgate.api.limits;

import java.util.List;

/** Writes docs/limits.md. */
final class LimitsPage {
    private LimitsPage() {}

    static String of(List<Bound> bounds) {
        StringBuilder page = new StringBuilder("""
            # 容量上限 / Everything has an end

            <!-- Generated from api/src/main/resources/limits/bounds.yaml by BoundsTest (-Dohmgate.docs.write=true). Do not edit. -->

            产品中所有会增长的东西：队列、缓存、表、连接池、线程。每一项都有上限，满时的处理事先定好；测试在编译后的类中查找，
            漏列一项即失败。管理员可用 `GET /api/v1/limits` 查看本节点的当前值。等级与让步见 [overload.md](overload.md)。

            All that can grow in the product: queues, caches, maps, pools, threads. Each has an end, and what happens there is
            settled; a test looks for them in the compiled classes and fails on one that is not here. An administrator sees
            how full they are on a node by `GET /api/v1/limits`. Levels and what gives way: [overload.md](overload.md).

            ## 满时的处理 / When it is full

            | | 中文 | English |
            |---|---|---|
            """);
        for (Full full : Full.values()) {
            page.append("| `%s` | %s | %s |\n".formatted(full, full.chinese(), full.english()));
        }
        page.append("""

            ## 清单 / The list

            上限按“每…”计；未注明的为每节点。常量一栏是上限在代码中的名字（包名 `io.ohmgate` 省略）。
            A maximum is for one of what stands after the slash, else for the node. Packages are below `io.ohmgate`.

            | 内容 | what | 上限 / maximum | 满时 / full | 位置 / where | 常量 / constant | 指标 / metric |
            |---|---|---:|---|---|---|---|
            """);
        bounds.forEach(bound -> page.append(line(bound)));
        return page.toString();
    }

    private static String line(Bound bound) {
        return "| %s | %s | %s | `%s` | %s | %s | %s |\n"
                .formatted(
                        bound.chinese(),
                        bound.english(),
                        maximum(bound),
                        bound.full(),
                        "`" + bound.at() + "`",
                        bound.of() == null ? "" : "`" + bound.of() + "`",
                        bound.metric() == null ? "" : "`" + bound.metric().replace('.', '_') + "`");
    }

    private static String maximum(Bound bound) {
        if (bound.max() == null) {
            return "–";
        }
        String number = "%,d".formatted(bound.max());
        return bound.per() == Per.PROCESS
                ? number
                : number + " / " + bound.per().chinese() + " " + bound.per().english();
    }
}
