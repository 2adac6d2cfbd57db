package dev.vedette.config;

import dev.vedette.model.Limits;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON configuration and where it stands. Every question about it either has an answer, or leaves a
 * problem in the draft and has none.
 */
final class JsonAt {
    static final String PERIOD = "milliseconds as a whole number, or text such as \"500ms\", \"5s\", \"3m\", \"1h\"";
    private static final Pattern PERIOD_TEXT = Pattern.compile("([0-9]{1,15}) ?(ms|s|m|h)");

    private final Draft draft;
    private final String source;
    private final String pointer;
    private final @Nullable Object value;

    JsonAt(Draft draft, String source, String pointer, @Nullable Object value) {
        this.draft = draft;
        this.source = source;
        this.pointer = pointer;
        this.value = value;
    }

    void problem(String message, String valid) {
        String at = pointer.isEmpty() ? "/" : pointer;
        draft.problems.add(new Problem(source, 0, at, shown(), message, valid));
    }

    void problem(Fault fault) {
        problem(fault.reason(), fault.valid());
    }

    /** The members of an object, each of a known name. */
    Members members(List<String> known) {
        Members members = entries();
        members.byKey.entrySet().removeIf(entry -> {
            String key = entry.getKey();
            boolean stranger = !known.contains(key);
            if (stranger) {
                child(key, entry.getValue().value).problem("Unknown key.", Nearest.hint(key, known));
            }
            return stranger;
        });
        return members;
    }

    /** The members of an object whose keys are names that the operator chose. */
    Members entries() {
        Map<String, JsonAt> found = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> found.put(String.valueOf(key), child(String.valueOf(key), member)));
        } else {
            problem("Not an object.", "{…}");
        }
        return new Members(found);
    }

    private JsonAt child(String key, @Nullable Object member) {
        return new JsonAt(draft, source, pointer + "/" + key.replace("~", "~0").replace("/", "~1"), member);
    }

    /** The elements of a list; a single value counts as a list of one. */
    List<JsonAt> elements() {
        if (!(value instanceof List<?> list)) {
            return List.of(this);
        }
        List<JsonAt> elements = new ArrayList<>();
        for (Object element : list) {
            elements.add(child(String.valueOf(elements.size()), element));
        }
        return elements;
    }

    void text(TextTaker taker) {
        if (!(value instanceof String text)) {
            problem("Not a text.", "text in double quotes");
            return;
        }
        try {
            taker.take(text);
        } catch (Fault fault) {
            problem(fault);
        }
    }

    void yesNo(Consumer<Boolean> taker) {
        if (value instanceof Boolean yes) {
            taker.accept(yes);
        } else {
            problem("Neither true nor false.", "true or false");
        }
    }

    void whole(int from, int to, String message, Consumer<Integer> taker) {
        String valid = "a whole number from " + from + " to " + to;
        if (!(value instanceof BigInteger number)) {
            problem("Not a whole number.", valid);
        } else if (number.compareTo(BigInteger.valueOf(from)) < 0 || number.compareTo(BigInteger.valueOf(to)) > 0) {
            problem(message, valid);
        } else {
            taker.accept(number.intValue());
        }
    }

    /** @param zero whether nothing is a period too */
    void period(boolean zero, Consumer<Duration> taker) {
        BigInteger millis = millis();
        if (millis == null) {
            problem("Not a period.", PERIOD);
            return;
        }
        try {
            String text = millis.toString();
            taker.accept(zero ? Numbers.millisOrZero(text) : Numbers.millis(text));
        } catch (Fault fault) {
            problem(fault.reason(), PERIOD + "; at most " + Limits.LONGEST_PERIOD.toDays() + " days");
        }
    }

    private @Nullable BigInteger millis() {
        if (value instanceof BigInteger number) {
            return number;
        }
        if (!(value instanceof String text)) {
            return null;
        }
        Matcher matcher = PERIOD_TEXT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long unit =
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(1).toMillis();
                    case "m" -> Duration.ofMinutes(1).toMillis();
                    case "h" -> Duration.ofHours(1).toMillis();
                    default -> 1;
                };
        return new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit));
    }

    private String shown() {
        String key = pointer.toLowerCase(Locale.ROOT);
        if (key.endsWith("password") || key.endsWith("/secret")) {
            return "******";
        }
        if (value instanceof String text) {
            return pointer.startsWith("/access/users/") ? "******" : Words.inQuotes(text);
        }
        if (value instanceof Map<?, ?>) {
            return "{…}";
        }
        return value instanceof List<?> ? "[…]" : String.valueOf(value);
    }

    interface TextTaker {
        void take(String text) throws Fault;
    }

    /** What an object holds, in its order. */
    static final class Members {
        private final Map<String, JsonAt> byKey;

        private Members(Map<String, JsonAt> byKey) {
            this.byKey = byKey;
        }

        void forEach(BiConsumer<String, JsonAt> visitor) {
            byKey.forEach(visitor);
        }

        boolean has(String key) {
            return byKey.containsKey(key);
        }

        void with(String key, Consumer<JsonAt> visitor) {
            JsonAt member = byKey.get(key);
            if (member != null) {
                visitor.accept(member);
            }
        }
    }
}
