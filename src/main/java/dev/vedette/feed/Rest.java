package dev.vedette.feed;

import dev.vedette.feed.History.Missed;
import dev.vedette.model.Limits;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;

/** What can be looked at by scripts: the picture of everything, events, failovers. */
final class Rest {
    private final Run run;
    private final Pictures pictures;
    private final Views views;
    private final History history;
    private final Chronicle chronicle;
    private final Guard guard;

    Rest(Run run, Pictures pictures, Views views, History history, Chronicle chronicle, Guard guard) {
        this.run = run;
        this.pictures = pictures;
        this.views = views;
        this.history = history;
        this.chronicle = chronicle;
        this.guard = guard;
    }

    void routes(Router router) {
        look(router, "/api/v1/state", Gate.LOOK, context -> picture(context, views::state));
        look(router, "/api/v1/sentinel", Gate.LOOK, context -> picture(context, views::sentinel));
        look(router, "/api/v1/masters", Gate.LOOK, this::masters);
        look(router, "/api/v1/masters/:name", Gate.LOOK, context -> master(context, json -> json));
        look(router, "/api/v1/masters/:name/replicas", Gate.LOOK, context -> part(context, "replicas"));
        look(router, "/api/v1/masters/:name/sentinels", Gate.LOOK, context -> part(context, "sentinels"));
        look(router, "/api/v1/events", Gate.LISTEN, this::events);
        look(router, "/api/v1/failovers", Gate.LISTEN, this::failovers);
        look(router, "/api/v1/failovers/:id", Gate.LISTEN, this::failover);
    }

    private void look(Router router, String path, List<String> right, Handler<RoutingContext> answer) {
        router.get(path).handler(context -> guard.needs(context, right)).handler(answer);
    }

    private void picture(RoutingContext context, Function<Picture, JsonObject> view) {
        pictures.recent()
                .onSuccess(picture -> Answers.json(context, view.apply(picture)))
                .onFailure(e -> Answers.fail(context, e));
    }

    private void masters(RoutingContext context) {
        String search = context.request().getParam("search", "").toLowerCase(Locale.ROOT);
        boolean troubled = "true".equals(context.request().getParam("problems"));
        picture(context, picture -> {
            JsonArray masters = new JsonArray();
            views.all(picture).stream()
                    .filter(view -> !troubled || !view.status().equals("ok"))
                    .map(MasterView::json)
                    .filter(json -> search.isEmpty()
                            || json.encode().toLowerCase(Locale.ROOT).contains(search))
                    .forEach(masters::add);
            return new JsonObject()
                    .put("picture", picture.number())
                    .put("at", Times.text(picture.at()))
                    .put("masters", masters);
        });
    }

    private void part(RoutingContext context, String part) {
        master(context, json -> new JsonObject().put(part, json.getJsonArray(part)));
    }

    private void master(RoutingContext context, Function<JsonObject, JsonObject> show) {
        String name = context.pathParam("name");
        pictures.recent()
                .onSuccess(picture -> {
                    MasterView view = views.find(picture, name);
                    if (view == null) {
                        Answers.refuse(context, 404, "No such master with that name");
                    } else {
                        Answers.json(context, show.apply(view.json()));
                    }
                })
                .onFailure(e -> Answers.fail(context, e));
    }

    private void events(RoutingContext context) {
        HttpServerRequest request = context.request();
        String after = request.getParam("after", "");
        String master = request.getParam("master", "");
        String name = request.getParam("event", "");
        int most = Limits.FEED_EVENTS_PER_ANSWER;
        OptionalLong seq = run.seq(after);
        boolean stranger = !after.isEmpty() && seq.isEmpty();
        long from = seq.orElse(after.isEmpty() ? Math.max(0, history.newest() - most) : history.oldest() - 1);
        Missed missed = history.after(from);
        JsonArray events = new JsonArray();
        String last = run.id(Math.max(from, 0));
        int looked = 0;
        for (Happening event : missed.events()) {
            if (events.size() >= most) {
                break;
            }
            looked++;
            last = run.id(event.seq());
            boolean wanted = (master.isEmpty()
                            || event.event().master() != null
                                    && master.equals(event.event().master().value()))
                    && (name.isEmpty() || name.equals(event.name()));
            if (wanted) {
                events.add(event.json(run));
            }
        }
        Answers.json(
                context,
                new JsonObject()
                        .put("events", events)
                        .put("last", last)
                        .put("more", looked < missed.events().size())
                        .put("gone", stranger || !after.isEmpty() && missed.gone() > 0));
    }

    private void failovers(RoutingContext context) {
        String master = context.request().getParam("master", "");
        JsonArray stories = new JsonArray();
        chronicle.all().stream()
                .filter(story -> master.isEmpty() || master.equals(story.master()))
                .forEach(story -> stories.add(story.json()));
        Answers.json(context, new JsonObject().put("failovers", stories));
    }

    private void failover(RoutingContext context) {
        String id = context.pathParam("id");
        chronicle.all().stream()
                .filter(story -> story.id().equals(id))
                .findFirst()
                .ifPresentOrElse(
                        story -> Answers.json(context, story.json()),
                        () -> Answers.refuse(context, 404, "No such failover is remembered"));
    }
}
