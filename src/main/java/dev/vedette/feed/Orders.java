package dev.vedette.feed;

import dev.vedette.bus.Bus;
import dev.vedette.bus.Level;
import dev.vedette.bus.Note;
import dev.vedette.bus.VisitorAnswer.Said;
import dev.vedette.feed.Gate.Guest;
import dev.vedette.model.Limits;
import dev.vedette.platform.Inside;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What people may change from the page or a script. Each order becomes the command of the Redis port, word by word, and
 * is checked, run and refused as that would be; who ordered what is in the log.
 */
final class Orders {
    private final Guard guard;
    private final Gate gate;
    private final Inside inside;

    Orders(Guard guard, Gate gate, Inside inside) {
        this.guard = guard;
        this.gate = gate;
        this.inside = inside;
    }

    void routes(Router router) {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(Limits.FEED_BODY_BYTES);
        router.post("/api/v1/session").handler(body).handler(this::written).handler(guard::logIn);
        router.delete("/api/v1/session").handler(this::written).handler(guard::logOut);
        router.get("/api/v1/session").handler(context -> guard.whoIs(context)
                .onSuccess(who -> Answers.json(context, who))
                .onFailure(e -> Answers.fail(context, e)));
        router.post("/api/v1/masters").handler(body).handler(guard::acts).handler(c -> order(c, Orders::monitor));
        router.delete("/api/v1/masters/:name")
                .handler(body)
                .handler(guard::acts)
                .handler(c -> order(c, (context, json) -> List.of("sentinel", "remove", name(context))));
        router.patch("/api/v1/masters/:name").handler(body).handler(guard::acts).handler(c -> order(c, Orders::set));
        router.post("/api/v1/masters/:name/failover")
                .handler(body)
                .handler(guard::acts)
                .handler(c -> order(c, Orders::failover));
        router.post("/api/v1/masters/:name/reset")
                .handler(body)
                .handler(guard::acts)
                .handler(c -> order(c, (context, json) -> List.of("sentinel", "reset", literally(name(context)))));
        router.post("/api/v1/cluster/orders").handler(body).handler(guard::acts).handler(c -> order(c, Orders::forAll));
    }

    /** To log in one needs no right; but a page of others must not do it for somebody. */
    private void written(RoutingContext context) {
        if (context.request().getHeader(Guard.ACT) == null) {
            Answers.refuse(context, 415, "The header " + Guard.ACT + " is missing.");
        } else {
            context.next();
        }
    }

    private static String name(RoutingContext context) {
        return context.pathParam("name");
    }

    /** RESET takes a pattern; a name that looks like one means only itself. */
    static String literally(String name) {
        return name.replaceAll("([\\\\*?\\[\\]])", "\\\\$1");
    }

    private static List<String> failover(RoutingContext context, JsonObject body) {
        List<String> words = new ArrayList<>(List.of("sentinel", "failover", name(context)));
        if (Boolean.TRUE.equals(body.getValue("coordinated"))) {
            words.add("coordinated");
        }
        return words;
    }

    private static @Nullable List<String> set(RoutingContext context, JsonObject body) {
        List<String> words = new ArrayList<>(List.of("sentinel", "set", name(context)));
        for (Map.Entry<String, Object> option : body) {
            String value = word(option.getValue());
            if (value == null) {
                return null;
            }
            words.add(option.getKey());
            words.add(value);
        }
        return words;
    }

    private static @Nullable List<String> monitor(RoutingContext context, JsonObject body) {
        List<String> words = new ArrayList<>(List.of("sentinel", "monitor"));
        for (String key : List.of("name", "host", "port", "quorum")) {
            String value = word(body.getValue(key));
            if (value == null) {
                return null;
            }
            words.add(value);
        }
        return words;
    }

    private static @Nullable List<String> forAll(RoutingContext context, JsonObject body) {
        if (!(body.getValue("words") instanceof JsonArray array) || array.isEmpty()) {
            return null;
        }
        List<String> words = new ArrayList<>(List.of("sentinel", "cluster"));
        for (Object each : array) {
            String value = word(each);
            if (value == null) {
                return null;
            }
            words.add(value);
        }
        return words;
    }

    private static @Nullable String word(@Nullable Object value) {
        return value instanceof String || value instanceof Number ? value.toString() : null;
    }

    private void order(RoutingContext context, BiFunction<RoutingContext, JsonObject, @Nullable List<String>> words) {
        JsonObject body = Answers.body(context);
        if (body == null) {
            return;
        }
        List<String> command = words.apply(context, body);
        if (command == null) {
            Answers.refuse(context, 400, "A value is missing, or is neither text nor a number.");
            return;
        }
        Guest guest = Guard.of(context);
        gate.run(guest, command)
                .onSuccess(said -> {
                    tell(context, guest, command, said);
                    answer(context, said);
                })
                .onFailure(e -> Answers.fail(context, e));
    }

    /** Values of settings may be passwords: only the first words are told. */
    private void tell(RoutingContext context, Guest guest, List<String> command, Said said) {
        int named = Math.min(command.get(1).equals("cluster") ? 3 : 2, command.size());
        String name = command.size() > named ? " " + command.get(named) : "";
        String text =
                "over HTTP, user " + guest.user() + " from " + context.request().remoteAddress() + ": "
                        + String.join(" ", command.subList(0, named)).toUpperCase(Locale.ROOT) + name + ": "
                        + said.text();
        inside.publish(Bus.NOTE, new Note(Level.WARNING, null, text.replaceAll("\\p{Cntrl}", "?")));
    }

    private static void answer(RoutingContext context, Said said) {
        if (said.isError() || !said.isTable()) {
            answerPlainly(context, said);
            return;
        }
        JsonArray outcomes = new JsonArray(said.text());
        boolean done = outcomes.stream().allMatch(each -> "done".equals(((JsonObject) each).getString("outcome")));
        Answers.json(context, new JsonObject().put("ok", done).put("outcomes", outcomes));
    }

    private static void answerPlainly(RoutingContext context, Said said) {
        if (!said.isError()) {
            Answers.json(context, new JsonObject().put("ok", true).put("reply", said.text()));
            return;
        }
        String text = said.text();
        int status = text.startsWith("NOAUTH")
                ? 401
                : text.startsWith("NOPERM") ? 403 : text.startsWith("ERR No such master") ? 404 : 409;
        Answers.refuse(context, status, text);
    }
}
