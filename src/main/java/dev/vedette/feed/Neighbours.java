package dev.vedette.feed;

import dev.vedette.bus.Bus;
import dev.vedette.bus.ClusterAnswer;
import dev.vedette.bus.ClusterAsk;
import dev.vedette.model.MasterName;
import dev.vedette.platform.Inside;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What the other nodes of the cluster say, as the room of the cluster keeps it; passed on and not understood. */
final class Neighbours {
    private static final JsonObject ALONE = new JsonObject().put("enabled", false);

    private final Inside inside;
    private final Guard guard;

    Neighbours(Inside inside, Guard guard) {
        this.inside = inside;
        this.guard = guard;
    }

    void routes(Router router) {
        look(router, "/api/v1/cluster", Gate.LOOK, context -> new ClusterAsk.Show());
        look(
                router,
                "/api/v1/cluster/masters/:name",
                Gate.LOOK,
                context -> new ClusterAsk.Opinions(new MasterName(context.pathParam("name"))));
        look(router, "/api/v1/cluster/events", Gate.LISTEN, context -> new ClusterAsk.Events(after(context)));
    }

    /** What it is not is 0: then everything is new. */
    private static long after(RoutingContext context) {
        String text = context.request().getParam("after", "");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private void look(Router router, String path, List<String> right, Question question) {
        router.get(path).handler(context -> guard.needs(context, right)).handler(context -> ask(
                        inside, question.about(context))
                .onSuccess(json -> Answers.json(context, json))
                .onFailure(e -> Answers.fail(context, e)));
    }

    /** Says {@code enabled: false} where there is no cluster. */
    static Future<JsonObject> ask(Inside inside, ClusterAsk question) {
        return inside.ask(Bus.CLUSTER, question, ClusterAnswer.Shown.class)
                .map(shown -> new JsonObject(shown.json()))
                .recover(e -> LocalBus.isNobodyThere(e) ? Future.succeededFuture(ALONE) : Future.failedFuture(e));
    }

    /** What a request asks of the cluster's room. */
    private interface Question {
        ClusterAsk about(RoutingContext context);
    }
}
