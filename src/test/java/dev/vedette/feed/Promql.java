package dev.vedette.feed;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the dashboard and the alert rules ask of Prometheus, taken apart as far as names go. */
final class Promql {
    private static final Set<String> WORDS =
            Set.of("by", "or", "and", "unless", "on", "ignoring", "without", "bool", "offset");
    private static final Pattern LABELS_BY = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*(?!\\w*\\s*\\()");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"");

    private Promql() {}

    /** Every query of the dashboard, and what its variables are filled from. */
    static List<String> dashboard() throws IOException {
        JsonObject dashboard = new JsonObject(Files.readString(Path.of("monitoring/grafana-dashboard.json")));
        List<String> queries = new ArrayList<>();
        for (Object panel : dashboard.getJsonArray("panels")) {
            for (Object target : ((JsonObject) panel).getJsonArray("targets", new JsonArray())) {
                queries.add(((JsonObject) target).getString("expr"));
            }
        }
        return queries;
    }

    static List<String> alerts() throws IOException {
        return Files.readAllLines(Path.of("monitoring/alerts.yml")).stream()
                .map(String::trim)
                .filter(line -> line.startsWith("expr: "))
                .map(line -> line.substring("expr: ".length()))
                .toList();
    }

    /** Every metric of a page for Prometheus, and the labels that it has there. */
    static SortedMap<String, SortedSet<String>> exposed(String page) {
        SortedMap<String, SortedSet<String>> exposed = new TreeMap<>();
        Matcher sample = SAMPLE.matcher(page);
        while (sample.find()) {
            SortedSet<String> labels = exposed.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
            Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
            while (label.find()) {
                labels.add(label.group(1));
            }
        }
        return exposed;
    }

    private static String withoutTexts(String query) {
        return query.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("\\[[^]]*]", "");
    }

    static SortedSet<String> metrics(String query) {
        String bare = LABELS_BY
                .matcher(withoutTexts(query).replaceAll("\\{[^}]*}", ""))
                .replaceAll(" ");
        SortedSet<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(bare);
        while (name.find()) {
            if (!WORDS.contains(name.group())) {
                names.add(name.group());
            }
        }
        return names;
    }

    static SortedSet<String> labels(String query) {
        SortedSet<String> labels = new TreeSet<>();
        Matcher by = LABELS_BY.matcher(query);
        while (by.find()) {
            labels.addAll(List.of(by.group(1).trim().split("\\s*,\\s*")));
        }
        Matcher braces = Pattern.compile("\\{([^}]*)}").matcher(withoutTexts(query));
        while (braces.find()) {
            Matcher matcher = MATCHER.matcher(braces.group(1));
            while (matcher.find()) {
                labels.add(matcher.group(1));
            }
        }
        return labels;
    }
}
