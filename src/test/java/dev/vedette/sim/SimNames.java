package dev.vedette.sim;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The name server of a world: what each name stands for, how long an answer takes, and whether there is one. Everybody
 * asks the same one; a process that cannot reach it is told nothing, and a look-up that was begun ends as it would have
 * ended then.
 */
public final class SimNames {
    /** A resolver without an answer. */
    private static final Duration GIVES_UP = Duration.ofSeconds(20);

    private final World world;
    private final Map<String, String> zone = new TreeMap<>();
    private final TreeSet<String> deaf = new TreeSet<>();
    private Duration delay = Duration.ofMillis(1);
    private boolean down;
    private boolean silent;
    private int asked;

    SimNames(World world) {
        this.world = world;
    }

    /** From now on the name stands for this address. */
    public void set(String host, String ip) {
        world.trace.note("dns", host + " is " + ip);
        zone.put(host, ip);
    }

    public void remove(String host) {
        world.trace.note("dns", host + " is gone");
        zone.remove(host);
    }

    /** How long an answer takes. */
    public void delay(Duration each) {
        world.trace.note("dns", "takes " + each.toMillis() + " ms");
        delay = each;
    }

    /** It answers everything with a failure. */
    public void down(boolean is) {
        world.trace.note("dns", is ? "fails" : "works");
        down = is;
    }

    /** It does not answer at all. */
    public void silent(boolean is) {
        world.trace.note("dns", is ? "is silent" : "answers");
        silent = is;
    }

    /** This process cannot reach it. */
    public void deafTo(String process, boolean is) {
        world.trace.note("dns", (is ? "cannot be reached by " : "is reached by ") + process);
        if (is) {
            deaf.add(process);
        } else {
            deaf.remove(process);
        }
    }

    /** How many look-ups there have been. */
    public int asked() {
        return asked;
    }

    Future<String> lookUp(Life life, String host) {
        asked++;
        Promise<String> answer = Promise.promise();
        boolean unheard = silent || deaf.contains(life.process.name);
        String ip = down || unheard ? null : zone.get(host);
        Context caller = Vertx.currentContext();
        world.after(unheard ? GIVES_UP : delay, () -> {
            if (life.alive() && caller != null) {
                caller.runOnContext(go -> {
                    if (ip == null) {
                        answer.fail(new UnknownHostException(host));
                    } else {
                        answer.complete(ip);
                    }
                });
            }
        });
        return answer.future();
    }
}
