package dev.vedette.bench;

import java.util.Locale;
import java.util.Map;

/** A drawing, and the colours of the makes in it. */
final class Svg {
    static final String PALE = "#6b7280";
    private static final String OTHER = "#9ca3af";
    private static final Map<String, String> COLOURS = Map.of(Results.OURS, "#2563eb");

    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height, int fontSize) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"%d\" fill=\"#111827\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                width, height, fontSize);
    }

    static String colour(String make) {
        return COLOURS.getOrDefault(make, OTHER);
    }

    void text(int x, int y, String words) {
        text(x, y, words, "#111827");
    }

    void text(int x, int y, String words, String colour) {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;");
        add("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n", x, y, colour, escaped);
    }

    void dot(double x, double y, String make, double opacity) {
        add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\" fill-opacity=\"%.1f\"/>%n",
                x, y, colour(make), opacity);
    }

    void line(double x1, double y1, double x2, double y2, String colour, int width) {
        add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
                x1, y1, x2, y2, colour, width);
    }

    String end() {
        return text.append("</svg>\n").toString();
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
