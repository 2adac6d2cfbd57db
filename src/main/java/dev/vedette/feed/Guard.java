package dev.vedette.feed;

import dev.vedette.feed.Gate.Guest;
import dev.vedette.model.FeedSettings;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes: it comes from our own page or from no page at all, and from somebody who may.
 *
 * <p>Against pages of others: browsers say where a request comes from ({@code Origin}, {@code Sec-Fetch-Site}), the
 * cookie is not sent along from elsewhere ({@code SameSite=Strict}), and whatever changes something needs a header that
 * no page of others can set without asking first, which is never allowed. Against names that are made to point at this
 * machine: without a password only {@code localhost} and IP addresses are answered as hosts.
 */
final class Guard {
    static final String COOKIE = "vedette";
    /** Says that a request was written by somebody who knows what it does. */
    static final String ACT = "X-Vedette-Act";

    private static final String ACTING_IS_OFF =
            "Acting over HTTP is off: nobody has to log in here, and more than this machine can connect.";

    private static final String GUEST = "guest";
    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src"
            + " 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
            + " 'none'";

    private final Gate gate;
    private final FeedSettings settings;

    Guard(Gate gate, FeedSettings settings) {
        this.gate = gate;
        this.settings = settings;
    }

    /** For everything, before anything else. */
    void first(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Security-Policy", CONTENT_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cache-Control", "no-store");
        if (!isOwnHost(context.request())) {
            Answers.refuse(context, 421, "This host name is not served; see feed-origin in the manual.");
        } else if (!isOwnPage(context.request())) {
            Answers.refuse(context, 403, "Not from another page.");
        } else {
            context.next();
        }
    }

    private boolean isOwnHost(HttpServerRequest request) {
        String authority = request.getHeader("Host");
        if (!settings.isPrivate() || authority == null) {
            return true;
        }
        String host = authority.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        return literal
                || host.equals("localhost")
                || settings.origins().stream()
                        .anyMatch(origin -> origin.endsWith("//" + authority.toLowerCase(Locale.ROOT)));
    }

    private boolean isOwnPage(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return !"cross-site".equals(request.getHeader("Sec-Fetch-Site")) || isLookingAtThePage(request);
        }
        String own = (settings.encrypted() ? "https://" : "http://") + request.getHeader("Host");
        return origin.equalsIgnoreCase(own) || settings.origins().contains(origin.toLowerCase(Locale.ROOT));
    }

    /** A link to the page is harmless: it shows nothing to whoever linked. */
    private static boolean isLookingAtThePage(HttpServerRequest request) {
        return "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && request.method().name().equals("GET");
    }

    /** Only for those who could run this command over the Redis port. */
    void needs(RoutingContext context, List<String> command) {
        // What comes behind the head must wait, or it could not become a WebSocket any more.
        context.request().pause();
        guest(context)
                .compose(guest -> gate.refusal(guest, command).map(refusal -> {
                    context.request().resume();
                    if (refusal == null) {
                        context.put(GUEST, guest);
                        context.next();
                    } else {
                        Answers.refuse(context, isAskedToLogIn(guest, refusal) ? 401 : 403, refusal);
                    }
                    return guest;
                }))
                .onFailure(e -> {
                    context.request().resume();
                    Answers.fail(context, e);
                });
    }

    private static boolean isAskedToLogIn(Guest guest, String refusal) {
        return guest.isAnonymous() || refusal.startsWith("NOAUTH");
    }

    /** Only for those who may change something, and mean to. */
    void acts(RoutingContext context) {
        String type = String.valueOf(context.request().getHeader("Content-Type"));
        if (context.request().getHeader(ACT) == null || !type.startsWith("application/json")) {
            Answers.refuse(
                    context,
                    415,
                    "Whatever changes something needs the header " + ACT
                            + " (with any value) and a body of type application/json, perhaps {}.");
            return;
        }
        guest(context)
                .onSuccess(guest -> {
                    if (gate.mayAct(guest)) {
                        context.put(GUEST, guest);
                        context.next();
                    } else {
                        Answers.refuse(context, 403, ACTING_IS_OFF);
                    }
                })
                .onFailure(e -> Answers.fail(context, e));
    }

    static Guest of(RoutingContext context) {
        Guest guest = context.get(GUEST);
        return guest;
    }

    Future<Guest> guest(RoutingContext context) {
        String key = key(context);
        Guest known = key == null ? null : gate.byKey(key);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        String authorization = context.request().getHeader("Authorization");
        return authorization != null
                ? gate.byHeader(authorization, String.valueOf(context.request().remoteAddress()))
                : gate.anybody();
    }

    static @Nullable String key(RoutingContext context) {
        Cookie cookie = context.request().getCookie(COOKIE);
        return cookie == null ? null : cookie.getValue();
    }

    /** Who is logged in, for the page; and what it may do. */
    Future<JsonObject> whoIs(RoutingContext context) {
        return guest(context).compose(guest -> gate.refusal(guest, Gate.LOOK).map(refusal -> {
            JsonObject who = new JsonObject()
                    .put("user", guest.user())
                    .put("loggedIn", !guest.isAnonymous())
                    .put("mayLook", refusal == null)
                    .put("mayAct", refusal == null && gate.mayAct(guest));
            return refusal == null && !gate.mayAct(guest) ? who.put("why", ACTING_IS_OFF) : who;
        }));
    }

    void logIn(RoutingContext context) {
        JsonObject body = Answers.body(context);
        if (body == null) {
            return;
        }
        String user = body.getString("user", "");
        String from = String.valueOf(context.request().remoteAddress());
        gate.logIn(user.isEmpty() ? "default" : user, body.getString("password", ""), from)
                .onSuccess(key -> {
                    context.response().addCookie(cookie(key));
                    Answers.json(context, new JsonObject().put("ok", true));
                })
                .onFailure(e -> Answers.fail(context, e));
    }

    void logOut(RoutingContext context) {
        String key = key(context);
        if (key != null) {
            gate.logOut(key);
        }
        context.response().addCookie(cookie("").setMaxAge(0));
        Answers.json(context, new JsonObject().put("ok", true));
    }

    private Cookie cookie(String key) {
        return Cookie.cookie(COOKIE, key)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(settings.encrypted())
                .setSameSite(CookieSameSite.STRICT);
    }
}
