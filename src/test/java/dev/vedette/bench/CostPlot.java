package dev.vedette.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * How each measure grows with the number of masters: a panel for each that was taken of every number, a line for each
 * make through the medians. Both axes are logarithmic, so that what grows with the masters is a straight line.
 */
final class CostPlot {
    private static final int PANEL = 280;
    private static final int HEIGHT = 220;
    private static final int LEFT = 50;
    private static final int TOP = 60;
    private static final int BOTTOM = 30;
    private static final int GAP = 20;
    private static final int COLUMNS = 3;
    private static final Map<String, String> COLOURS = Map.of(Results.OURS, "#2563eb", Results.STOCK, "#9ca3af");

    private final SortedMap<Integer, Results> results;
    private final StringBuilder svg = new StringBuilder();

    /** @param results by the number of masters */
    CostPlot(SortedMap<Integer, Results> results) {
        this.results = results;
    }

    String svg() {
        Set<Results.Measure> measures =
                new LinkedHashSet<>(results.get(results.firstKey()).values().keySet());
        results.values().forEach(each -> measures.retainAll(each.values().keySet()));
        int rows = (measures.size() + COLUMNS - 1) / COLUMNS;
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"11\" fill=\"#111827\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                COLUMNS * (PANEL + GAP), 30 + rows * HEIGHT));
        text(10, 18, "by the number of masters, with 2 replicas each: ", "");
        text(270, 18, Results.OURS, " fill=\"" + COLOURS.get(Results.OURS) + "\"");
        text(330, 18, Results.STOCK, " fill=\"#6b7280\"");
        int number = 0;
        for (Results.Measure measure : measures) {
            panel(measure, number % COLUMNS * (PANEL + GAP), 30 + number / COLUMNS * HEIGHT);
            number++;
        }
        return svg.append("</svg>\n").toString();
    }

    private void panel(Results.Measure measure, int x, int y) {
        List<Double> all = new ArrayList<>();
        results.values()
                .forEach(each -> each.values().get(measure).values().forEach(values -> all.add(median(values))));
        double least = all.stream().mapToDouble(Double::doubleValue).min().orElse(1);
        double most = all.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        text(x + 10, y + 20, measure.name() + ", " + measure.unit(), "");
        text(x + 4, y + HEIGHT - BOTTOM, Results.number(least), " fill=\"#6b7280\"");
        text(x + 4, y + TOP, Results.number(most), " fill=\"#6b7280\"");
        for (int masters : results.keySet()) {
            text((int) across(masters, x) - 10, y + HEIGHT - 10, String.valueOf(masters), " fill=\"#6b7280\"");
        }
        for (String make : List.of(Results.OURS, Results.STOCK)) {
            StringBuilder points = new StringBuilder();
            results.forEach((masters, each) -> {
                List<Double> values = each.values().get(measure).get(make);
                if (values != null) {
                    double px = across(masters, x);
                    double py = y + TOP + (1 - share(median(values), least, most)) * (HEIGHT - TOP - BOTTOM);
                    points.append(String.format(Locale.ROOT, "%.1f,%.1f ", px, py));
                    svg.append(String.format(
                            Locale.ROOT,
                            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
                            px,
                            py,
                            COLOURS.get(make)));
                }
            });
            svg.append(String.format(
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                    points.toString().strip(), COLOURS.get(make)));
        }
    }

    /** Nothing at all has no logarithm. */
    private static double median(List<Double> values) {
        return Math.max(Results.median(values), 0.01);
    }

    private double across(int masters, int x) {
        return x + LEFT + share(masters, results.firstKey(), results.lastKey()) * (PANEL - LEFT - GAP);
    }

    private static double share(double value, double least, double most) {
        return most <= least ? 0.5 : Math.log(value / least) / Math.log(most / least);
    }

    private void text(int x, int y, String text, String more) {
        svg.append(String.format("<text x=\"%d\" y=\"%d\"%s>%s</text>%n", x, y, more, text));
    }
}
