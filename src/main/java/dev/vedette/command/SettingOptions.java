package dev.vedette.command;

import dev.vedette.bus.SettingChange;
import dev.vedette.command.resp.Numbers;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Credentials;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The options of SENTINEL SET as a table: how many values each takes, which are valid, and what they change.
 *
 * <p>Pairs are read from left to right. Those before a faulty one count, the rest does not.
 */
final class SettingOptions {
    private static final int FIRST = 3;
    private static final String MASK = "******";
    private static final long LONGEST = Limits.SETTING_DURATION.toMillis();

    /** What was read: the valid changes, and the error that stopped the reading. */
    record Result(List<SettingChange> changes, @Nullable RespValue error) {}

    /** @param secret the value is not shown */
    private record Option(int values, boolean secret, BiFunction<Request, Integer, Reading> read) {}

    /** Either a change, or the index of the word that is invalid, or an error of the option's own. */
    record Reading(
            @Nullable UnaryOperator<MasterSettings> change,
            int badWord,
            @Nullable String error) {
        static Reading of(UnaryOperator<MasterSettings> change) {
            return new Reading(change, 0, null);
        }

        static Reading bad(int word) {
            return new Reading(null, word, null);
        }

        static Reading refused(String error) {
            return new Reading(null, 0, error);
        }
    }

    private static final SortedMap<String, Option> OPTIONS = new TreeMap<>();

    static {
        number("down-after-milliseconds", 1, LONGEST, ms -> s -> s.downAfter(Duration.ofMillis(ms)));
        number("failover-timeout", 1, LONGEST, ms -> s -> s.failoverTimeout(Duration.ofMillis(ms)));
        number("parallel-syncs", 1, Integer.MAX_VALUE, n -> s -> s.parallelSyncs((int) n));
        number("quorum", 1, Integer.MAX_VALUE, n -> s -> s.quorum((int) n));
        for (String reboot : List.of("master-reboot-down-after-period", "primary-reboot-down-after-period")) {
            number(reboot, 0, LONGEST, ms -> s -> s.rebootDownAfter(Duration.ofMillis(ms)));
        }
        OPTIONS.put(
                "auth-pass",
                new Option(
                        1,
                        true,
                        (request, at) -> Reading.of(s ->
                                s.credentials(new Credentials(s.credentials().user(), request.text(at))))));
        OPTIONS.put(
                "auth-user",
                new Option(
                        1,
                        false,
                        (request, at) -> Reading.of(s -> s.credentials(new Credentials(
                                request.text(at), s.credentials().password())))));
        OPTIONS.put("crash-detection", new Option(1, false, SettingOptions::crashDetection));
        OPTIONS.put("rename-command", new Option(2, false, SettingOptions::rename));
    }

    private SettingOptions() {}

    private static void number(String name, long least, long most, LongFunction<UnaryOperator<MasterSettings>> change) {
        OPTIONS.put(name, new Option(1, false, (request, at) -> {
            OptionalLong number = Numbers.parse(request.raw(at));
            return number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= most
                    ? Reading.of(change.apply(number.getAsLong()))
                    : Reading.bad(at);
        }));
    }

    private static Reading crashDetection(Request request, int at) {
        String value = request.lower(at);
        return value.equals("yes") || value.equals("no")
                ? Reading.of(settings -> settings.crashDetection(value.equals("yes")))
                : Reading.bad(at);
    }

    private static Reading rename(Request request, int at) {
        if (request.raw(at).length == 0 || request.raw(at + 1).length == 0) {
            return Reading.bad(request.raw(at + 1).length == 0 ? at + 1 : at);
        }
        String original = request.text(at).toUpperCase(Locale.ROOT);
        String renamed = request.text(at + 1);
        return Reading.of(settings -> {
            SortedMap<String, String> renames = new TreeMap<>(settings.renames());
            renames.remove(original);
            if (!original.equalsIgnoreCase(renamed)) {
                renames.put(original, renamed);
            }
            return settings.renames(renames);
        });
    }

    /** @param unusable paths of the request that are no programs */
    static Result read(Request request, ScriptOptions scripts, Set<String> unusable) {
        SortedMap<String, Option> options = new TreeMap<>(OPTIONS);
        ScriptOptions.names()
                .forEach(name -> options.put(name, new Option(1, false, (r, at) -> scripts.read(r, at, unusable))));
        List<SettingChange> changes = new ArrayList<>();
        int at = FIRST;
        while (at < request.size()) {
            Option option = options.get(request.lower(at));
            if (option == null || request.size() - at - 1 < option.values()) {
                return new Result(
                        changes,
                        RespValue.failure("ERR Unknown option or number of arguments for SENTINEL SET '"
                                + request.echo(at) + "'"));
            }
            Reading reading = option.read().apply(request, at + 1);
            if (reading.error() != null) {
                return new Result(changes, RespValue.failure(reading.error()));
            }
            if (reading.change() == null) {
                return new Result(
                        changes,
                        RespValue.failure("ERR Invalid argument '" + request.echo(reading.badWord())
                                + "' for SENTINEL SET '" + request.echo(at) + "'"));
            }
            changes.add(new SettingChange(shown(request, at, option), reading.change()));
            at += 1 + option.values();
        }
        return new Result(changes, null);
    }

    private static String shown(Request request, int at, Option option) {
        StringBuilder text = new StringBuilder(request.text(at));
        for (int i = 1; i <= option.values(); i++) {
            text.append(' ').append(option.secret() ? MASK : request.text(at + i));
        }
        return text.toString();
    }
}
