package dev.vedette.sim.redis;

import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Address;
import dev.vedette.platform.SeededChance;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application that writes and remembers what it was promised.
 *
 * <p>It finds its master as clients of sentinels do: asks them in turn, connects to whom they name, believes it only if
 * that one says itself that it is a master, and starts over at any error, at any silence, and whenever a sentinel
 * publishes {@code +switch-master}. Each key is written once: whether one survives can be seen at the end.
 */
public final class SimWriter {
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration SHORT_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(900);
    private static final Duration LONGEST_GAP = Duration.ofMillis(100);
    private static final long WAIT_MILLIS = 500;

    /**
     * A write that a server said yes to.
     *
     * @param at when the yes was heard
     * @param by who said it
     * @param onReplicas on how many replicas it was by then; 0 when nobody asked
     */
    public record Acknowledged(String key, Duration at, Address by, long onReplicas) {}

    public final SimProcess process;
    private final World world;
    private final String master;
    private final List<Address> sentinels;
    private final boolean waits;
    private final SeededChance chance;
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private Duration patience = Duration.ofSeconds(1);
    private Duration longestGap = LONGEST_GAP;
    private int attempts;
    private int keys;
    private boolean stopped;

    /** @param waits whether it asks after each write for one replica that has it (WAIT 1) */
    public SimWriter(World world, String name, String ip, String master, List<Address> sentinels, boolean waits) {
        this.world = world;
        this.master = master;
        this.sentinels = new ArrayList<>(sentinels);
        this.waits = waits;
        this.chance = world.chance("writer/" + name);
        this.process = world.process(name, ip, 1, life -> List.of(new Program()));
    }

    public void start() {
        process.start();
    }

    /** From now on it begins nothing more; what is under way is still heard. */
    public void stop() {
        stopped = true;
    }

    /** From now on it pauses up to this long between two writes. */
    public SimWriter pace(Duration longest) {
        longestGap = longest;
        return this;
    }

    /** How long it waits for an answer before it looks for a master anew. */
    public SimWriter patience(Duration time) {
        patience = time;
        return this;
    }

    /** Every write that it was promised, in order. */
    public List<Acknowledged> acknowledged() {
        return acknowledged;
    }

    /** How many writes it began, heard of again or not. */
    public int written() {
        return keys;
    }

    /** How often it looked for a master. */
    public int searches() {
        return attempts;
    }

    /** One run of it. Each search is a turn; what belongs to an older one is not heard any more. */
    private final class Program extends VerticleBase {
        private NetClient client;
        private int turn;
        private @Nullable Caller connection;
        private @Nullable Caller news;

        @Override
        public Future<?> start() {
            client = vertx.createNetClient(new NetClientOptions().setConnectTimeout((int) CONNECT.toMillis()));
            search();
            return Future.succeededFuture();
        }

        private void search() {
            int mine = ++turn;
            attempts++;
            Caller old = connection;
            connection = null;
            if (old != null) {
                old.close();
            }
            ask(0).compose(this::verified).onComplete(found -> {
                if (mine != turn) {
                    return;
                }
                if (found.succeeded()) {
                    connection = found.result();
                    connection.onClosed(() -> again(mine));
                    write(mine, found.result());
                } else {
                    again(mine);
                }
            });
        }

        private void again(int mine) {
            if (mine == turn) {
                turn++;
                pause(SHORT_PAUSE.plus(chance.upTo(LONGEST_PAUSE)), this::search);
            }
        }

        private void pause(Duration time, Runnable then) {
            if (!stopped) {
                vertx.setTimer(Math.max(1, time.toMillis()), id -> then.run());
            }
        }

        /** Asks the sentinels in turn; the one that answers is asked first from now on. */
        private Future<Address> ask(int index) {
            if (index == sentinels.size()) {
                return Future.failedFuture(new IOException("no sentinel names a master"));
            }
            Address sentinel = sentinels.get(index);
            return Caller.connect(client, sentinel.host(), sentinel.port())
                    .compose(caller -> timely(caller.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", master))
                            .onComplete(done -> caller.close()))
                    .compose(SimWriter::address)
                    .onSuccess(named -> {
                        sentinels.remove(sentinel);
                        sentinels.add(0, sentinel);
                        listen(sentinel);
                    })
                    .recover(e -> ask(index + 1));
        }

        private <T> Future<T> timely(Future<T> answer) {
            // Future.timeout() would wait on a thread and a clock of the real world.
            Promise<T> inTime = Promise.promise();
            long timer = vertx.setTimer(
                    patience.toMillis(), id -> inTime.tryFail(new IOException("no answer in " + patience)));
            answer.onComplete(done -> {
                vertx.cancelTimer(timer);
                if (done.succeeded()) {
                    inTime.tryComplete(done.result());
                } else {
                    inTime.tryFail(done.cause());
                }
            });
            return inTime.future();
        }

        private Future<Caller> verified(Address named) {
            return Caller.connect(client, named.host(), named.port()).compose(caller -> timely(caller.ask("ROLE"))
                    .compose(role -> ReplyReader.text(role).startsWith("[master, ")
                            ? Future.succeededFuture(caller)
                            : Future.<Caller>failedFuture(new IOException(named + " is no master")))
                    .onFailure(e -> caller.close()));
        }

        private void listen(Address sentinel) {
            if (news == null || news.isClosed()) {
                Caller.connect(client, sentinel.host(), sentinel.port()).onSuccess(caller -> {
                    news = caller;
                    caller.onUnasked(message -> {
                        if (ReplyReader.text(message).startsWith("[message, +switch-master, " + master + " ")) {
                            again(turn);
                        }
                    });
                    caller.say("SUBSCRIBE", "+switch-master");
                });
            }
        }

        private void write(int mine, Caller to) {
            if (stopped || mine != turn) {
                return;
            }
            String key = process.name + ":" + ++keys;
            Address by = to.remote();
            timely(to.ask("SET", key, "v")).onComplete(said -> {
                if (mine != turn) {
                    heardLate(key, by, said.result());
                } else if (said.failed() || !isYes(said.result())) {
                    again(mine);
                } else if (waits) {
                    await(mine, to, key);
                } else {
                    remember(key, by);
                    pause(chance.upTo(longestGap), () -> write(mine, to));
                }
            });
        }

        /** It was a promise all the same. */
        private void heardLate(String key, Address by, @Nullable RespValue said) {
            if (said != null && isYes(said)) {
                remember(key, by);
            }
        }

        private void await(int mine, Caller to, String key) {
            Address by = to.remote();
            Duration promisedAt = world.now();
            timely(to.ask("WAIT", "1", Long.toString(WAIT_MILLIS))).onComplete(said -> {
                boolean counted = said.succeeded() && said.result() instanceof RespValue.Number;
                long replicas = counted ? ((RespValue.Number) said.result()).value() : 0;
                acknowledged.add(new Acknowledged(key, promisedAt, by, replicas));
                if (counted) {
                    pause(chance.upTo(longestGap), () -> write(mine, to));
                } else {
                    again(mine);
                }
            });
        }
    }

    private void remember(String key, Address by) {
        acknowledged.add(new Acknowledged(key, world.now(), by, 0));
    }

    private static boolean isYes(RespValue said) {
        return said instanceof RespValue.Status status && status.text().equals("OK");
    }

    private static Future<Address> address(RespValue named) {
        return named instanceof RespValue.Many many && many.items().size() == 2
                ? Future.succeededFuture(new Address(
                        ReplyReader.text(many.items().get(0)),
                        Integer.parseInt(ReplyReader.text(many.items().get(1)))))
                : Future.failedFuture(new IOException("it knows no such master"));
    }
}
