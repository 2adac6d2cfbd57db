package dev.vedette.config;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the arguments of one directive look like; checks them with the messages of Redis. The text is a cell of
 * {@code directives.txt}, for example {@code int 0..65535}.
 */
final class Arguments {
    static final String BAD_DIRECTIVE = "Bad directive or wrong number of arguments";
    static final String WRONG_COUNT = "wrong number of arguments";

    /** As Redis parses them: no plus sign, no leading zeros. */
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private static final Pattern MEMORY = Pattern.compile("([0-9]{1,20})(b|k|kb|m|mb|g|gb)?");
    private static final Pattern OCTAL = Pattern.compile("[0-7]{1,21}");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,9})%");
    private static final BigInteger MOST_BYTES = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final int OOM_MOST = 2000;
    private static final int OOM_VALUES = 3;
    private static final int SAVE_PAIR = 2;
    private static final int BUFFER_WORDS = 4;
    private static final int ALL_PERCENT = 100;
    private static final int HIGHEST_PORT = 65_535;
    private static final int HIGHEST_MODE = 0777;
    private static final int KILO = 1024;

    private interface Check {
        void check(List<String> arguments) throws Fault;
    }

    private static final Map<String, Check> SHAPES = new TreeMap<>(Map.of(
            "save", Arguments::save,
            "oom", Arguments::oom,
            "percents", Arguments::percents,
            "buffers", Arguments::buffers,
            "master", Arguments::master,
            "octal", one(Arguments::octal),
            "memory-or-percent", one(Arguments::memoryOrPercent),
            "bool", one(Arguments::bool),
            "text", one(value -> {})));

    private interface ValueCheck {
        void check(String value) throws Fault;
    }

    private final Check check;

    private Arguments(Check check) {
        this.check = check;
    }

    static Arguments of(String cell) {
        Check shape = SHAPES.get(cell);
        if (shape != null) {
            return new Arguments(shape);
        }
        List<String> words = List.of(cell.split(" "));
        String detail = words.get(1);
        return new Arguments(
                switch (words.get(0)) {
                    case "int" -> one(value -> integer(value, bounds(detail)));
                    case "memory" -> one(value -> memory(value, bounds(detail)));
                    case "enum" -> one(value -> oneOf(value, List.of(detail.split(","))));
                    case "flags" -> flags(List.of(detail.split(",")));
                    case "words" -> words(bounds(detail));
                    case "exactly" -> exactly(Integer.parseInt(detail));
                    case "atleast" -> atLeast(Integer.parseInt(detail));
                    default -> throw new IllegalArgumentException(cell);
                });
    }

    void check(List<String> arguments) throws Fault {
        check.check(arguments);
    }

    private static List<BigInteger> bounds(String text) {
        String[] ends = text.split("\\.\\.");
        return List.of(new BigInteger(ends[0]), new BigInteger(ends[1]));
    }

    private static Check one(ValueCheck check) {
        return arguments -> {
            if (arguments.size() != 1) {
                throw new Fault(WRONG_COUNT, "one value");
            }
            check.check(arguments.get(0));
        };
    }

    private static Check flags(List<String> words) {
        return arguments -> {
            if (arguments.isEmpty()) {
                throw new Fault(WRONG_COUNT, "some of " + String.join(", ", words));
            }
            for (String argument : arguments) {
                oneOf(argument, words);
            }
        };
    }

    private static Check words(List<BigInteger> bounds) {
        return arguments -> {
            if (arguments.size() > bounds.get(1).intValueExact()) {
                throw new Fault("Too many bind addresses specified.", "at most " + bounds.get(1));
            }
            if (arguments.size() < bounds.get(0).intValueExact()) {
                throw new Fault(WRONG_COUNT, bounds.get(0) + " to " + bounds.get(1) + " values");
            }
        };
    }

    private static Check exactly(int count) {
        return arguments -> {
            if (arguments.size() != count) {
                throw new Fault(BAD_DIRECTIVE, "number of values: " + count);
            }
        };
    }

    private static Check atLeast(int count) {
        return arguments -> {
            if (arguments.size() < count) {
                throw new Fault(BAD_DIRECTIVE, "number of values: " + count + " or more");
            }
        };
    }

    private static void bool(String value) throws Fault {
        if (!value.equalsIgnoreCase("yes") && !value.equalsIgnoreCase("no")) {
            throw new Fault("argument must be 'yes' or 'no'", "yes or no");
        }
    }

    private static void oneOf(String value, List<String> words) throws Fault {
        if (!words.contains(value.toLowerCase(Locale.ROOT))) {
            throw new Fault(
                    "argument(s) must be one of the following: " + String.join(", ", words), "one of these words");
        }
    }

    private static void integer(String value, List<BigInteger> bounds) throws Fault {
        String range = "a whole number from " + bounds.get(0) + " to " + bounds.get(1);
        BigInteger number = INTEGER.matcher(value).matches() ? new BigInteger(value) : null;
        if (number == null || number.bitLength() >= Long.SIZE) {
            throw new Fault("argument couldn't be parsed into an integer", range);
        }
        between(number, bounds, range);
    }

    private static void between(BigInteger number, List<BigInteger> bounds, String range) throws Fault {
        if (number.compareTo(bounds.get(0)) < 0 || number.compareTo(bounds.get(1)) > 0) {
            throw new Fault(
                    "argument must be between " + bounds.get(0) + " and " + bounds.get(1) + " inclusive", range);
        }
    }

    private static void memory(String value, List<BigInteger> bounds) throws Fault {
        String valid = "bytes, for example 100mb";
        if (!isMemory(value)) {
            throw new Fault("argument must be a memory value", valid);
        }
        between(bytes(value), bounds, valid);
    }

    private static boolean isMemory(String value) {
        return MEMORY.matcher(value.toLowerCase(Locale.ROOT)).matches()
                && bytes(value).compareTo(MOST_BYTES) <= 0;
    }

    private static BigInteger bytes(String value) {
        Matcher parts = MEMORY.matcher(value.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException(value);
        }
        String unit = parts.group(2) == null ? "b" : parts.group(2);
        int base = unit.endsWith("b") ? KILO : 1000;
        int power = "bkmg".indexOf(unit.charAt(0));
        return new BigInteger(parts.group(1)).multiply(BigInteger.valueOf(base).pow(power));
    }

    /** What a memory value says that was checked; as much as fits. */
    static long bytesOf(String value) {
        return bytes(value).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    private static void memoryOrPercent(String value) throws Fault {
        Matcher percent = PERCENT.matcher(value);
        if (percent.matches()) {
            if (Integer.parseInt(percent.group(1)) > ALL_PERCENT) {
                throw new Fault("percentage argument must be less or equal to 100", "0% to 100%");
            }
        } else if (!isMemory(value)) {
            throw new Fault("argument must be a memory or percent value", "for example 100mb or 5%");
        }
    }

    private static void octal(String value) throws Fault {
        if (!OCTAL.matcher(value).matches()) {
            throw new Fault("argument couldn't be parsed as an octal number", "0 to 777");
        }
        if (new BigInteger(value, 8).bitLength() > Integer.SIZE || Long.parseLong(value, 8) > HIGHEST_MODE) {
            throw new Fault("argument must be between 0 and 777 inclusive", "0 to 777");
        }
    }

    private static void save(List<String> arguments) throws Fault {
        boolean none = arguments.size() == 1 && arguments.get(0).isEmpty();
        boolean valid = none || !arguments.isEmpty() && arguments.size() % SAVE_PAIR == 0;
        for (int i = 0; valid && !none && i < arguments.size(); i++) {
            boolean number = INTEGER.matcher(arguments.get(i)).matches();
            valid = number && new BigInteger(arguments.get(i)).signum() >= (i % SAVE_PAIR == 0 ? 1 : 0);
        }
        if (arguments.isEmpty()) {
            throw new Fault(WRONG_COUNT, "\"\", or pairs of seconds and changes");
        }
        if (!valid) {
            throw new Fault("Invalid save parameters", "\"\", or pairs of seconds and changes");
        }
    }

    private static void oom(List<String> arguments) throws Fault {
        if (arguments.size() != OOM_VALUES) {
            throw new Fault(WRONG_COUNT, "three values");
        }
        for (String value : arguments) {
            if (!INTEGER.matcher(value).matches()
                    || new BigInteger(value).abs().compareTo(BigInteger.valueOf(OOM_MOST)) > 0) {
                throw new Fault(
                        "Invalid oom-score-adj-values, elements must be between -2000 and 2000.",
                        "for example 0 200 800");
            }
        }
    }

    private static void percents(List<String> arguments) throws Fault {
        if (arguments.isEmpty()) {
            throw new Fault(WRONG_COUNT, "numbers from 0 to 100, or \"\"");
        }
        if (arguments.size() == 1 && arguments.get(0).isEmpty()) {
            return;
        }
        for (String value : arguments) {
            if (!value.matches("-?[0-9]{1,20}(\\.[0-9]{1,20})?")) {
                throw new Fault("Invalid latency-tracking-info-percentiles parameters", "numbers from 0 to 100");
            }
            double number = Double.parseDouble(value);
            if (number < 0 || number > ALL_PERCENT) {
                throw new Fault(
                        "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]",
                        "numbers from 0 to 100");
            }
        }
    }

    /** Groups of a class of clients, two sizes and seconds. */
    private static void buffers(List<String> arguments) throws Fault {
        String valid = "normal, replica or pubsub, hard limit, soft limit, seconds: pubsub 32mb 8mb 60";
        if (arguments.isEmpty()) {
            throw new Fault(WRONG_COUNT, valid);
        }
        if (arguments.size() % BUFFER_WORDS != 0) {
            throw new Fault("Wrong number of arguments in buffer limit configuration.", valid);
        }
        for (int i = 0; i < arguments.size(); i += BUFFER_WORDS) {
            if (!List.of("normal", "slave", "replica", "pubsub")
                    .contains(arguments.get(i).toLowerCase(Locale.ROOT))) {
                throw new Fault("Invalid client class specified in buffer limit configuration.", valid);
            }
            if (!isMemory(arguments.get(i + 1))
                    || !isMemory(arguments.get(i + 2))
                    || !arguments.get(i + BUFFER_WORDS - 1).matches("[0-9]{1,9}")) {
                throw new Fault("Error in hard, soft or soft_seconds setting in buffer limit configuration.", valid);
            }
        }
    }

    private static void master(List<String> arguments) throws Fault {
        if (arguments.size() != 2) {
            throw new Fault(WRONG_COUNT, "<host> <port>");
        }
        boolean noOne =
                arguments.get(0).equalsIgnoreCase("no") && arguments.get(1).equalsIgnoreCase("one");
        if (!noOne && (!arguments.get(1).matches("[0-9]{1,5}") || Integer.parseInt(arguments.get(1)) > HIGHEST_PORT)) {
            throw new Fault("Invalid master port", "0 to " + HIGHEST_PORT);
        }
    }
}
