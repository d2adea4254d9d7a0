package io.ohmgate.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Drawings as SVG text, colours by class, so that the page's style makes them light or dark. */
final class Chart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 240;
    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int TOP = 14;
    private static final int BOTTOM = 30;
    private static final int TICKS_X = 6;
    private static final int TICKS_Y = 4;
    private static final int BAR = 22;
    private static final int BAR_LEFT = 190;
    private static final double LOG_FLOOR = 0.01;

    private Chart() {}

    /** A named line of points; {@code style} is 0 to 5 and chooses its colour. */
    record Line(String name, int style, List<double[]> points) {
        Line {
            points = List.copyOf(points);
        }
    }

    /** A bar; {@code style} as of a line. */
    record Bar(String name, int style, double value) {}

    /** Lines over seconds; logarithmic for what spans decades, as latencies do. */
    static String lines(String unit, boolean logarithmic, List<Line> lines) {
        double xMax = 1;
        double low = Double.MAX_VALUE;
        double high = 0;
        for (Line line : lines) {
            for (double[] point : line.points) {
                xMax = Math.max(xMax, point[0]);
                high = Math.max(high, point[1]);
                low = Math.min(low, Math.max(LOG_FLOOR, point[1]));
            }
        }
        if (high <= 0) {
            return "";
        }
        Scale scale = logarithmic ? Scale.logarithmic(low, high) : new Scale(0, high * 1.08, false);
        StringBuilder svg = open(HEIGHT, "seconds and " + unit);
        for (double tick : scale.ticks()) {
            double y = y(scale, tick);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/><text class='tick' x='%d' y='%.1f'"
                            + " text-anchor='end'>%s</text>",
                    LEFT,
                    WIDTH - RIGHT,
                    y,
                    y,
                    LEFT - 8,
                    y + 4,
                    Numbers.tick(tick)));
        }
        int every = Math.max(1, (int) Math.ceil(xMax / TICKS_X));
        for (int second = 0; second <= xMax; second += every) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class='tick' x='%.1f' y='%d' text-anchor='middle'>%d s</text>",
                    x(second, xMax),
                    HEIGHT - BOTTOM + 18,
                    second));
        }
        for (Line line : lines) {
            svg.append("<polyline class='line c").append(line.style).append("' points='");
            for (double[] point : line.points) {
                svg.append(String.format(
                        Locale.ROOT, "%.1f,%.1f ", x(point[0], xMax), y(scale, Math.max(LOG_FLOOR, point[1]))));
            }
            svg.append("'><title>").append(Html.text(line.name)).append("</title></polyline>");
        }
        svg.append("</svg>").append(legend(unit, lines));
        return svg.toString();
    }

    private static double x(double second, double max) {
        return LEFT + (WIDTH - LEFT - RIGHT) * second / max;
    }

    private static double y(Scale scale, double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * scale.part(value);
    }

    private static String legend(String unit, List<Line> lines) {
        StringBuilder legend =
                new StringBuilder("<p class='legend'>").append(Html.text(unit)).append(" ");
        for (Line line : lines) {
            legend.append("<span class='key k")
                    .append(line.style)
                    .append("'>")
                    .append(Html.text(line.name))
                    .append("</span> ");
        }
        return legend.append("</p>").toString();
    }

    /** Bars beside each other, with their numbers; a limit is drawn as a line if there is one. */
    static String bars(String unit, double limit, List<Bar> bars) {
        double max = limit;
        for (Bar bar : bars) {
            max = Math.max(max, Double.isNaN(bar.value) ? 0 : bar.value);
        }
        if (max <= 0) {
            return "";
        }
        int height = bars.size() * (BAR + 8) + 12;
        double room = WIDTH - BAR_LEFT - 110.0;
        StringBuilder svg = open(height, unit);
        int y = 6;
        for (Bar bar : bars) {
            double value = Double.isNaN(bar.value) ? 0 : Math.max(0, bar.value);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class='name' x='%d' y='%d' text-anchor='end'>%s</text><rect class='bar b%d' x='%d' y='%d'"
                            + " width='%.1f' height='%d' rx='3'/><text class='value' x='%.1f' y='%d'>%s %s</text>",
                    BAR_LEFT - 10,
                    y + BAR - 7,
                    Html.text(bar.name),
                    bar.style,
                    BAR_LEFT,
                    y,
                    Math.max(1, room * value / max),
                    BAR,
                    BAR_LEFT + room * value / max + 8,
                    y + BAR - 7,
                    Numbers.text(bar.value),
                    Html.text(unit)));
            y += BAR + 8;
        }
        if (limit > 0) {
            double x = BAR_LEFT + room * limit / max;
            svg.append(String.format(
                    Locale.ROOT, "<line class='limit' x1='%.1f' x2='%.1f' y1='0' y2='%d'/>", x, x, height - 4));
        }
        return svg.append("</svg>").toString();
    }

    private static StringBuilder open(int height, String label) {
        return new StringBuilder(String.format(
                Locale.ROOT, "<svg viewBox='0 0 %d %d' role='img' aria-label='%s'>", WIDTH, height, Html.text(label)));
    }

    /** From a number to its place between bottom and top. */
    private record Scale(double low, double high, boolean logarithmic) {
        static Scale logarithmic(double low, double high) {
            double from = Math.pow(10, Math.floor(Math.log10(Math.max(LOG_FLOOR, low))));
            double to = Math.pow(10, Math.ceil(Math.log10(Math.max(from * 10, high))));
            return new Scale(from, to, true);
        }

        double part(double value) {
            double part = logarithmic
                    ? (Math.log10(Math.max(low, value)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
                    : (value - low) / (high - low);
            return Math.clamp(part, 0, 1);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            if (logarithmic) {
                for (double tick = low; tick <= high * 1.001; tick *= 10) {
                    ticks.add(tick);
                }
            } else {
                double step = Math.pow(10, Math.floor(Math.log10(high / TICKS_Y)));
                while (high / step > TICKS_Y + 1) {
                    step *= 2;
                }
                for (double tick = 0; tick <= high; tick += step) {
                    ticks.add(tick);
                }
            }
            return ticks;
        }
    }
}
