package dev.vedette.feed;

import dev.vedette.bus.MonitorReport;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.MasterName;
import dev.vedette.model.Role;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers for machines that only look at the status: orchestrators ({@code /health}), and load balancers that ask about
 * one instance whether it is a master or a usable replica. They have no password, and learn only yes or no about what
 * they name; a sentence for people is in the body.
 */
final class Probes {
    private static final long PATIENCE_MILLIS = Duration.ofSeconds(2).toMillis();
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(b|kb|mb|gb)?");

    private final Pictures pictures;
    private final Views views;

    Probes(Pictures pictures, Views views) {
        this.pictures = pictures;
        this.views = views;
    }

    void routes(Router router) {
        on(router, "/health/live", (picture, context) -> say(context, true, "alive"));
        on(router, "/health/ready", this::ready);
        on(router, "/primary/:master", this::primary);
        on(router, "/replica/:master", this::replica);
    }

    /** HAProxy asks with OPTIONS unless it is told otherwise, others with HEAD; both want the status that GET has. */
    private void on(Router router, String path, BiConsumer<Picture, RoutingContext> answer) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .method(HttpMethod.OPTIONS)
                .handler(context -> with(context, answer));
    }

    private void with(RoutingContext context, BiConsumer<Picture, RoutingContext> answer) {
        pictures.recent()
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(picture -> answer.accept(picture, context))
                .onFailure(e -> say(context, false, "the sentinel does not answer: " + e.getMessage()));
    }

    private static void say(RoutingContext context, boolean yes, String why) {
        Answers.json(context, yes ? 200 : 503, new JsonObject().put("ok", yes).put("why", why));
    }

    private void ready(Picture picture, RoutingContext context) {
        JsonArray unknown = new JsonArray();
        views.all(picture).stream().filter(view -> !view.isKnown()).forEach(view -> unknown.add(view.name()));
        JsonObject json = new JsonObject()
                .put("ok", unknown.isEmpty())
                .put("masters", picture.monitor().masters().size())
                .put("unknown", unknown)
                .put("tilt", picture.monitor().tiltFor() != null);
        Answers.json(context, unknown.isEmpty() ? 200 : 503, json);
    }

    private static MonitorReport.@Nullable Master find(Picture picture, RoutingContext context) {
        return picture.monitor()
                .find(new MasterName(context.pathParam("master")))
                .orElse(null);
    }

    private void primary(Picture picture, RoutingContext context) {
        MonitorReport.Master master = find(picture, context);
        if (master == null) {
            say(context, false, "no such master is watched here");
            return;
        }
        Address current = master.picture().advertised();
        String asked = context.request().getParam("instance");
        if (asked != null && !isMeant(asked, current)) {
            say(context, false, "the master is " + views.book().shown(current) + ", and not " + asked);
        } else if (current.equals(master.picture().address()) && master.health().downFor() != null) {
            say(context, false, views.book().shown(current) + " is down");
        } else if (current.equals(master.picture().address()) && master.node().infoAge() == null) {
            say(context, false, "nothing has been heard of " + views.book().shown(current) + " yet");
        } else {
            say(context, true, views.book().shown(current) + " is the master");
        }
    }

    private boolean isMeant(String asked, Address address) {
        AddressBook book = views.book();
        return asked.equalsIgnoreCase(address.toString())
                || asked.equalsIgnoreCase(book.shown(address).toString())
                || asked.equalsIgnoreCase(book.dialled(address).toString());
    }

    private void replica(Picture picture, RoutingContext context) {
        MonitorReport.Master master = find(picture, context);
        if (master == null) {
            say(context, false, "no such master is watched here");
            return;
        }
        OptionalLong most = OptionalLong.empty();
        String limit = context.request().getParam("max-lag");
        if (limit != null) {
            most = bytes(limit);
            if (most.isEmpty()) {
                Answers.refuse(context, 400, "max-lag is a number of bytes, or like 512kb, 16mb, 1gb");
                return;
            }
        }
        String asked = context.request().getParam("instance");
        List<MonitorReport.Replica> meant = master.replicas().stream()
                .filter(replica -> asked == null || isMeant(asked, replica.address()))
                .toList();
        String why = asked == null ? "it has no replica" : asked + " is no replica of it";
        for (MonitorReport.Replica replica : meant) {
            String fault = fault(views.view(picture, master), replica, most);
            if (fault == null) {
                say(context, true, views.book().shown(replica.address()) + " is a replica that can be read");
                return;
            }
            why = views.book().shown(replica.address()) + " " + fault;
        }
        say(context, false, why);
    }

    private static @Nullable String fault(MasterView view, MonitorReport.Replica replica, OptionalLong most) {
        if (replica.health().downFor() != null) {
            return "is down";
        }
        if (replica.node().infoAge() == null) {
            return "has not been heard of yet";
        }
        if (replica.node().roleReported() != Role.REPLICA) {
            return "says that it is no replica";
        }
        if (!replica.masterLinkUp()) {
            return "is not connected to its master";
        }
        if (most.isEmpty()) {
            return null;
        }
        OptionalLong lag = view.lagBytes(replica.address());
        if (lag.isEmpty()) {
            return "is behind by nobody knows how much: its master does not list it under this address";
        }
        return lag.getAsLong() <= most.getAsLong() ? null : "is " + lag.getAsLong() + " bytes behind";
    }

    static OptionalLong bytes(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        String unit = matcher.group(2) == null ? "b" : matcher.group(2);
        int shift =
                switch (unit) {
                    case "kb" -> 10;
                    case "mb" -> 20;
                    case "gb" -> 30;
                    default -> 0;
                };
        long number = Long.parseLong(matcher.group(1));
        return OptionalLong.of(number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift);
    }
}
