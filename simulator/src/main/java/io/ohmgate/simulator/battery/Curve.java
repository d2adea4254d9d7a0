package io.ohmgate.simulator.battery;

import java.util.ArrayList;
import java.util.List;

/** A curve through given points, straight between them and flat outside. The x values rise. */
record Curve(List<Point> points) {
    record Point(int x, int y) {}

    static Curve through(int... pairs) {
        List<Point> points = new ArrayList<>(pairs.length / 2);
        for (int i = 0; i < pairs.length; i += 2) {
            points.add(new Point(pairs[i], pairs[i + 1]));
        }
        return new Curve(List.copyOf(points));
    }

    int at(int x) {
        Point before = points.getFirst();
        for (Point point : points) {
            if (x <= point.x) {
                return between(before, point, x);
            }
            before = point;
        }
        return before.y;
    }

    private static int between(Point a, Point b, int x) {
        if (x <= a.x || a.x == b.x) {
            return a.y;
        }
        return a.y + (int) ((long) (b.y - a.y) * (x - a.x) / (b.x - a.x));
    }
}
