package dev.vedette.bench;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every single value as a dot, and the median as a bar: a band for each measure, a row for each make. */
final class Plot {
    private static final int WIDTH = 860;
    private static final int LEFT = 330;
    private static final int RIGHT = 90;
    private static final int TOP = 46;
    private static final int BAND = 52;
    private static final int ROW = 16;
    private static final String OTHER = "#9ca3af";
    private static final Map<String, String> COLOURS = Map.of(Results.OURS, "#2563eb");

    private final Results results;
    private final StringBuilder svg = new StringBuilder();

    Plot(Results results) {
        this.results = results;
    }

    String svg() {
        int height = TOP + results.values().size() * BAND + 10;
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\" fill=\"#111827\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH, height));
        text(10, 18, escaped(results.title()), "");
        text(LEFT, 36, Results.OURS, " fill=\"" + COLOURS.get(Results.OURS) + "\"");
        text(LEFT + 70, 36, results.other(), " fill=\"#6b7280\"");
        int y = TOP;
        for (Map.Entry<Results.Measure, Map<String, List<Double>>> band :
                results.values().entrySet()) {
            band(band.getKey(), band.getValue(), y);
            y += BAND;
        }
        return svg.append("</svg>\n").toString();
    }

    private void band(Results.Measure measure, Map<String, List<Double>> makes, int y) {
        DoubleSummaryStatistics all = makes.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        double least = Math.min(0, all.getMin());
        double most = Math.max(0, all.getMax());
        text(10, y + 20, escaped(measure.name()), "");
        text(10, y + 36, escaped(measure.unit() + (measure.more() ? ", more is better" : "")), " fill=\"#6b7280\"");
        svg.append(String.format(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#e5e7eb\"/>%n",
                LEFT, y + BAND - 4, WIDTH - RIGHT, y + BAND - 4));
        int row = y + 14;
        for (String make : List.of(Results.OURS, results.other())) {
            List<Double> values = makes.getOrDefault(make, List.of());
            for (double value : values) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"%s\" fill-opacity=\"0.5\"/>%n",
                        x(value, least, most),
                        row,
                        COLOURS.getOrDefault(make, OTHER)));
            }
            if (!values.isEmpty()) {
                double median = Results.median(values);
                svg.append(String.format(
                        Locale.ROOT,
                        "<line x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\" stroke=\"%4$s\""
                                + " stroke-width=\"2\"/>%n",
                        x(median, least, most),
                        row - 7,
                        row + 7,
                        COLOURS.getOrDefault(make, OTHER)));
                text(WIDTH - RIGHT + 8, row + 4, Results.number(median), "");
            }
            row += ROW;
        }
    }

    private static double x(double value, double least, double most) {
        return LEFT + (value - least) / (most == least ? 1 : most - least) * (WIDTH - LEFT - RIGHT);
    }

    private void text(int x, int y, String text, String more) {
        svg.append(String.format("<text x=\"%d\" y=\"%d\"%s>%s</text>%n", x, y, more, text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
