package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.ADMIN;
import static dev.vedette.command.CommandSpec.row;

import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.ProcessOption;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.command.resp.Glob;
import dev.vedette.command.resp.Numbers;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Limits;
import dev.vedette.model.SimulatedFailure;
import dev.vedette.model.Tunable;
import dev.vedette.model.Tunables;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** SENTINEL CONFIG and DEBUG: what holds for the process as a whole, and not for one master (reference 8.4, 8.5). */
final class ProcessCommands {
    private static final int FIRST_OPTION = 3;
    private static final int FIRST_TUNABLE = 2;

    private final Owners owners;

    ProcessCommands(Owners owners) {
        this.owners = owners;
    }

    List<CommandSpec> rows() {
        return List.of(
                row("config", -4, this::config, ADMIN)
                        .doc("6.2.0", "sentinel", "Configure Sentinel")
                        .help(
                                "CONFIG SET <param> <value> [<param> <value> ...]",
                                "Set a global Sentinel configuration parameter.",
                                "CONFIG GET <param> [<param> <param> ...]",
                                "Get global Sentinel configuration parameter."),
                row("debug", -2, this::debug, ADMIN)
                        .doc("7.0.0", "sentinel", "List or update the current configurable parameters")
                        .help(
                                "DEBUG [<param> <value> ...]",
                                "Show a list of configurable time parameters and their values (milliseconds).",
                                "Or update current configurable parameters values (one or more)."),
                row("simulate-failure", -3, this::simulateFailure, ADMIN)
                        .doc("3.2.0", "sentinel", "Simulate failover scenarios")
                        .help(
                                "SIMULATE-FAILURE [CRASH-AFTER-ELECTION] [CRASH-AFTER-PROMOTION] [HELP]",
                                "Simulate a Sentinel crash."));
    }

    // CONFIG

    private Future<RespValue> config(Session session, Request request) {
        if (request.is(2, "get")) {
            return owners.inForce().map(inForce -> show(request, inForce));
        }
        if (request.is(2, "set")) {
            return set(request);
        }
        return refuse("ERR Only SENTINEL CONFIG GET <param> [<param> <param> ...] /"
                + " SET <param> <value> [<param> <value> ...] are supported.");
    }

    /** Pattern by pattern, each option once. */
    private static RespValue show(Request request, ProcessSettings inForce) {
        Set<ProcessOption> shown = EnumSet.noneOf(ProcessOption.class);
        List<RespValue> pairs = new ArrayList<>();
        for (int i = FIRST_OPTION; i < request.size(); i++) {
            String pattern = request.lower(i);
            for (ProcessOption option : ProcessOption.values()) {
                if (Glob.matches(pattern, option.word()) && shown.add(option)) {
                    pairs.add(RespValue.bulk(option.word()));
                    pairs.add(RespValue.bulk(option.read(inForce)));
                }
            }
        }
        return new RespValue.Pairs(pairs);
    }

    /** Everything is looked at before anything is changed, so that a refused command has changed nothing. */
    private Future<RespValue> set(Request request) {
        RespValue unsafe = SafeWords.check(request, FIRST_OPTION, "CONFIG SET");
        if (unsafe != null) {
            return Future.succeededFuture(unsafe);
        }
        return owners.inForce().compose(inForce -> {
            Map<ProcessOption, String> values = new EnumMap<>(ProcessOption.class);
            for (int i = FIRST_OPTION; i < request.size(); i += 2) {
                String error = take(request, i, inForce, values);
                if (error != null) {
                    return refuse(error);
                }
            }
            return owners.change(new ConfigAsk.Change(before -> changed(before, values), true))
                    .map(Errors::of);
        });
    }

    /** @return what is wrong with the pair at {@code i}; null when nothing is, and then it is in {@code values} */
    private static @Nullable String take(
            Request request, int i, ProcessSettings inForce, Map<ProcessOption, String> values) {
        ProcessOption option = ProcessOption.of(request.text(i));
        if (option == null) {
            return "ERR Invalid argument '" + request.echo(i) + "' to SENTINEL CONFIG SET";
        }
        if (values.containsKey(option)) {
            return "ERR Duplicate argument '" + request.echo(i) + "' to SENTINEL CONFIG SET";
        }
        if (i + 1 == request.size()) {
            return "ERR Missing argument '" + request.echo(i) + "' value";
        }
        String value = request.text(i + 1);
        values.put(option, value);
        return option.change(inForce, value) != null
                ? null
                : "ERR Invalid value '" + request.echo(i + 1) + "' to SENTINEL CONFIG SET '" + request.echo(i) + "'";
    }

    private static ProcessSettings changed(ProcessSettings before, Map<ProcessOption, String> values) {
        ProcessSettings after = before;
        for (Map.Entry<ProcessOption, String> entry : values.entrySet()) {
            ProcessSettings next = entry.getKey().change(after, entry.getValue());
            after = next == null ? after : next;
        }
        return after;
    }

    // DEBUG

    private Future<RespValue> debug(Session session, Request request) {
        return request.size() == FIRST_TUNABLE
                ? owners.inForce().map(inForce -> show(inForce.tunables()))
                : tune(request);
    }

    private static RespValue show(Tunables tunables) {
        List<RespValue> pairs = new ArrayList<>();
        for (Tunable tunable : Tunable.values()) {
            pairs.add(RespValue.bulk(tunable.word()));
            pairs.add(RespValue.bulk(tunables.of(tunable).toMillis()));
        }
        return new RespValue.Pairs(pairs);
    }

    /** Pair by pair: those before a faulty one count. */
    private Future<RespValue> tune(Request request) {
        UnaryOperator<Tunables> change = tunables -> tunables;
        String error = null;
        for (int i = FIRST_TUNABLE; i < request.size() && error == null; i += 2) {
            Tunable tunable = tunable(request.text(i));
            if (tunable == null || i + 1 == request.size()) {
                error = "ERR Unknown option or number of arguments for SENTINEL DEBUG '" + request.echo(i) + "'";
                continue;
            }
            OptionalLong millis = Numbers.parse(request.raw(i + 1));
            if (millis.isEmpty()
                    || millis.getAsLong() <= 0
                    || millis.getAsLong() > Limits.SETTING_DURATION.toMillis()) {
                error = "ERR Invalid argument '" + request.echo(i + 1) + "' for SENTINEL DEBUG '" + request.echo(i)
                        + "'";
                continue;
            }
            UnaryOperator<Tunables> before = change;
            Duration value = Duration.ofMillis(millis.getAsLong());
            change = tunables -> before.apply(tunables).with(tunable, value);
        }
        UnaryOperator<Tunables> all = change;
        RespValue reply = error == null ? RespValue.OK : RespValue.failure(error);
        return owners.change(new ConfigAsk.Change(p -> p.tunables(all.apply(p.tunables())), false))
                .map(outcome -> outcome == Outcome.DONE ? reply : Errors.of(outcome));
    }

    private static @Nullable Tunable tunable(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        for (Tunable tunable : Tunable.values()) {
            if (tunable.word().equals(upper)) {
                return tunable;
            }
        }
        return null;
    }

    // SIMULATE-FAILURE

    /** Word by word, over none: those before a faulty one count. */
    private Future<RespValue> simulateFailure(Session session, Request request) {
        Set<SimulatedFailure> failures = EnumSet.noneOf(SimulatedFailure.class);
        RespValue reply = RespValue.OK;
        for (int i = 2; i < request.size() && reply.equals(RespValue.OK); i++) {
            SimulatedFailure failure = failure(request.lower(i));
            if (failure != null) {
                failures.add(failure);
            } else if (request.is(i, "help")) {
                reply = RespValue.bulks(Arrays.stream(SimulatedFailure.values())
                        .map(SimulatedFailure::word)
                        .toList());
            } else {
                reply = RespValue.failure("ERR Unknown failure simulation specified");
            }
        }
        RespValue answer = reply;
        return owners.change(new ConfigAsk.Change(p -> p.failures(failures), false))
                .map(outcome -> outcome == Outcome.DONE ? answer : Errors.of(outcome));
    }

    private static @Nullable SimulatedFailure failure(String word) {
        return Arrays.stream(SimulatedFailure.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    private static Future<RespValue> refuse(String error) {
        return Future.succeededFuture(RespValue.failure(error));
    }
}
