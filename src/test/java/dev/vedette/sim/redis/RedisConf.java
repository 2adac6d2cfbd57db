package dev.vedette.sim.redis;

import dev.vedette.command.resp.Glob;
import dev.vedette.model.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file of a server, what CONFIG SET makes of it, and what CONFIG REWRITE writes back: lines stay where they are,
 * changed ones are changed in place, new ones go to the end, and lines about things that no longer are disappear.
 */
final class RedisConf {
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> renamed = new TreeMap<>();
    private final List<String> users = new ArrayList<>();
    private @Nullable Address master;

    static RedisConf read(String text) {
        RedisConf conf = new RedisConf();
        text.lines().filter(line -> !line.isBlank()).forEach(conf::take);
        return conf;
    }

    private void take(String line) {
        lines.add(line);
        String[] words = line.trim().split(" +", 3);
        String name = words[0].toLowerCase(Locale.ROOT);
        switch (name) {
            case "#" -> {}
            case "replicaof", "slaveof" ->
                master = words[1].equalsIgnoreCase("no") ? null : new Address(words[1], Integer.parseInt(words[2]));
            case "rename-command" -> renamed.put(words[1].toUpperCase(Locale.ROOT), unquoted(words[2]));
            case "user" -> users.add(line);
            default -> {
                String refusal =
                        set(name, unquoted(line.trim().substring(name.length()).trim()), true);
                if (refusal != null) {
                    throw new IllegalArgumentException(line + ": " + refusal);
                }
            }
        }
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** @return why not, or null */
    @Nullable
    String set(String name, String value) {
        return set(name, value, false);
    }

    private @Nullable String set(String name, String value, boolean fromFile) {
        Directive directive = Directive.named(name);
        if (directive == null) {
            return "ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'";
        }
        String refusal = directive.fixed() && !fromFile ? "can't set immutable config" : complaint(directive, value);
        if (refusal != null) {
            return "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + refusal;
        }
        values.put(directive.name(), value);
        return null;
    }

    private static @Nullable String complaint(Directive directive, String value) {
        if (!directive.isNumber()) {
            return null;
        }
        try {
            long number = Long.parseLong(value);
            return number < directive.least() || number > directive.most()
                    ? "argument must be between " + directive.least() + " and " + directive.most() + " inclusive"
                    : null;
        } catch (NumberFormatException e) {
            return "argument couldn't be parsed into an integer";
        }
    }

    String get(String name) {
        Directive directive = Directive.named(name);
        if (directive == null) {
            throw new IllegalArgumentException(name);
        }
        return values.getOrDefault(directive.name(), directive.fallback());
    }

    int number(String name) {
        return Integer.parseInt(get(name));
    }

    boolean yes(String name) {
        return get(name).equalsIgnoreCase("yes");
    }

    /** What CONFIG GET answers: names and values by turns. */
    List<String> matching(String pattern) {
        List<String> found = new ArrayList<>();
        Directive.all().forEach((name, directive) -> {
            if (Glob.matches(pattern.toLowerCase(Locale.ROOT), name)) {
                found.add(name);
                found.add(get(name));
            }
        });
        return found;
    }

    @Nullable
    Address master() {
        return master;
    }

    void follow(@Nullable Address whom) {
        master = whom;
    }

    /** What the command is called here; empty when it is not to be had at all. */
    String nameOf(String command) {
        return renamed.getOrDefault(command, command);
    }

    List<String> users() {
        return users;
    }

    /** The present text, which is from now on the one that later changes are made to. */
    String rewritten() {
        List<String> written = new ArrayList<>();
        Map<String, String> left = new TreeMap<>(values);
        boolean followed = false;
        for (String line : lines) {
            String name = line.trim().split(" +", 2)[0].toLowerCase(Locale.ROOT);
            Directive directive = Directive.named(name);
            if (name.equals("replicaof") || name.equals("slaveof")) {
                if (master != null && !followed) {
                    written.add(masterLine(master));
                    followed = true;
                }
            } else if (directive == null) {
                written.add(line);
            } else if (left.remove(directive.name()) != null) {
                written.add(line(directive.name()));
            }
        }
        left.forEach((name, value) -> {
            if (!value.equals(Directive.named(name).fallback())) {
                written.add(line(name));
            }
        });
        if (master != null && !followed) {
            written.add(masterLine(master));
        }
        lines.clear();
        lines.addAll(written);
        return String.join("\n", written) + "\n";
    }

    private String line(String name) {
        String value = get(name);
        return name + " " + (value.isEmpty() ? "\"\"" : value);
    }

    static String masterLine(Address master) {
        return "replicaof " + master.host() + " " + master.port();
    }
}
