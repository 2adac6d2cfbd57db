package dev.vedette.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A reply to COMMAND DOCS in a form that can be compared: without what later versions added, sub-commands sorted. */
final class Docs {
    private static final String NEWEST = "7.0.15";

    private final String reply;
    private int at;

    private Docs(String reply) {
        this.reply = reply;
    }

    static String of(String reply) {
        return new Docs(reply).value().toString();
    }

    private Object value() {
        int end = reply.indexOf("\r\n", at);
        char kind = reply.charAt(at);
        String head = reply.substring(at + 1, end);
        at = end + 2;
        return switch (kind) {
            case '$' -> text(Integer.parseInt(head));
            case '*', '~' -> list(kind, Integer.parseInt(head));
            case '%' -> list(kind, 2 * Integer.parseInt(head));
            default -> kind + head;
        };
    }

    private String text(int length) {
        String text = reply.substring(at, at + length);
        at += length + 2;
        return text;
    }

    private List<Object> list(char kind, int count) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(value());
        }
        if (!items.isEmpty() && items.get(0) instanceof String name && name.contains("|")) {
            return sorted(kind, items);
        }
        items.removeIf(Docs::isNewer);
        List<Object> list = new ArrayList<>(List.of(String.valueOf(kind)));
        list.addAll(items);
        return list;
    }

    /** Redis has its sub-commands in the order of a hash table. */
    private static List<Object> sorted(char kind, List<Object> items) {
        List<Object> pairs = new ArrayList<>();
        for (int i = 0; i < items.size(); i += 2) {
            Object doc = items.get(i + 1);
            if (!isNewer(doc)) {
                pairs.add(List.of(items.get(i), doc));
            }
        }
        pairs.sort(Comparator.comparing(Object::toString));
        pairs.add(0, String.valueOf(kind));
        return pairs;
    }

    /** An argument, a sub-command or an entry of the history that is newer than the Redis that it is compared with. */
    private static boolean isNewer(Object item) {
        if (!(item instanceof List<?> list)) {
            return false;
        }
        int since = list.indexOf("since");
        if (since > 0) {
            return isNewer((String) list.get(since + 1));
        }
        return list.size() == 3
                && list.get(1) instanceof String first
                && first.matches("\\d+\\.\\d+\\.\\d+")
                && isNewer(first);
    }

    private static boolean isNewer(String version) {
        String[] one = version.split("\\.");
        String[] other = NEWEST.split("\\.");
        for (int i = 0; i < other.length; i++) {
            int order = Integer.compare(Integer.parseInt(one[i]), Integer.parseInt(other[i]));
            if (order != 0) {
                return order > 0;
            }
        }
        return false;
    }
}
