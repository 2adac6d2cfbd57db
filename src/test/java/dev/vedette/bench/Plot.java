package dev.vedette.bench;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;

/** Every single value as a dot, and the median as a bar: a band for each measure, a row for each make. */
final class Plot {
    private static final int WIDTH = 860;
    private static final int LEFT = 330;
    private static final int RIGHT = 90;
    private static final int LINE = 18;
    private static final int BAND = 52;
    private static final int ROW = 16;
    /** What fits into a line of the title. */
    private static final int LETTERS = 120;

    private final Results results;
    private final List<String> title;
    private final Svg svg;

    Plot(Results results) {
        this.results = results;
        this.title = lines(results.title());
        this.svg = new Svg(WIDTH, top() + results.values().size() * BAND + 10, 12);
    }

    private int top() {
        return (title.size() + 1) * LINE + 10;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + word.length() >= LETTERS) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    String svg() {
        int y = LINE;
        for (String line : title) {
            svg.text(10, y, line);
            y += LINE;
        }
        svg.text(LEFT, y, Results.OURS, Svg.colour(Results.OURS));
        svg.text(LEFT + 70, y, results.other(), Svg.PALE);
        y = top();
        for (Map.Entry<Results.Measure, Map<String, List<Double>>> band :
                results.values().entrySet()) {
            band(band.getKey(), band.getValue(), y);
            y += BAND;
        }
        return svg.end();
    }

    private void band(Results.Measure measure, Map<String, List<Double>> makes, int y) {
        DoubleSummaryStatistics all = makes.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        double least = Math.min(0, all.getMin());
        double most = Math.max(0, all.getMax());
        svg.text(10, y + 20, measure.name());
        svg.text(10, y + 36, measure.unit() + (measure.more() ? ", more is better" : ""), Svg.PALE);
        svg.line(LEFT, y + BAND - 4, WIDTH - RIGHT, y + BAND - 4, "#e5e7eb", 1);
        int row = y + 14;
        for (String make : List.of(Results.OURS, results.other())) {
            List<Double> values = makes.getOrDefault(make, List.of());
            for (double value : values) {
                svg.dot(x(value, least, most), row, make, 0.5);
            }
            if (!values.isEmpty()) {
                double median = Results.median(values);
                double x = x(median, least, most);
                svg.line(x, row - 7, x, row + 7, Svg.colour(make), 2);
                svg.text(WIDTH - RIGHT + 8, row + 4, Results.number(median));
            }
            row += ROW;
        }
    }

    private static double x(double value, double least, double most) {
        return LEFT + (value - least) / (most == least ? 1 : most - least) * (WIDTH - LEFT - RIGHT);
    }
}
