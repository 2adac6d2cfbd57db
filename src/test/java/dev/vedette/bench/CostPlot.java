package dev.vedette.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

    private final SortedMap<Integer, Results> results;
    private final Set<Results.Measure> measures;
    private final Svg svg;

    /** @param results by the number of masters */
    CostPlot(SortedMap<Integer, Results> results) {
        this.results = results;
        measures = new LinkedHashSet<>(results.get(results.firstKey()).values().keySet());
        results.values().forEach(each -> measures.retainAll(each.values().keySet()));
        int rows = (measures.size() + COLUMNS - 1) / COLUMNS;
        svg = new Svg(COLUMNS * (PANEL + GAP), 30 + rows * HEIGHT, 11);
    }

    String svg() {
        svg.text(10, 18, "by the number of masters, with 2 replicas each: ");
        svg.text(300, 18, Results.OURS, Svg.colour(Results.OURS));
        svg.text(360, 18, Results.STOCK, Svg.PALE);
        int number = 0;
        for (Results.Measure measure : measures) {
            panel(measure, number % COLUMNS * (PANEL + GAP), 30 + number / COLUMNS * HEIGHT);
            number++;
        }
        return svg.end();
    }

    private void panel(Results.Measure measure, int x, int y) {
        List<Double> all = new ArrayList<>();
        results.values()
                .forEach(each -> each.values().get(measure).values().forEach(values -> all.add(median(values))));
        double least = all.stream().mapToDouble(Double::doubleValue).min().orElse(1);
        double most = all.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        svg.text(x + 10, y + 20, measure.name() + ", " + measure.unit());
        svg.text(x + 4, y + HEIGHT - BOTTOM, Results.number(least), Svg.PALE);
        svg.text(x + 4, y + TOP, Results.number(most), Svg.PALE);
        for (int masters : results.keySet()) {
            svg.text((int) across(masters, x) - 10, y + HEIGHT - 10, String.valueOf(masters), Svg.PALE);
        }
        for (String make : List.of(Results.OURS, Results.STOCK)) {
            double[] last = null;
            for (Map.Entry<Integer, Results> each : results.entrySet()) {
                List<Double> values = each.getValue().values().get(measure).get(make);
                if (values != null) {
                    double[] here = {
                        across(each.getKey(), x),
                        y + TOP + (1 - share(median(values), least, most)) * (HEIGHT - TOP - BOTTOM)
                    };
                    svg.dot(here[0], here[1], make, 1);
                    if (last != null) {
                        svg.line(last[0], last[1], here[0], here[1], Svg.colour(make), 2);
                    }
                    last = here;
                }
            }
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
}
