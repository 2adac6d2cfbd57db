package dev.vedette.platform;

import dev.vedette.bus.BusMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * The serving hatch between the sentinel's Vert.x and another one of the same process: questions go in, answers come
 * out, each on its own side's thread. Only questions: nothing that is said through it makes anybody decide, except the
 * commands of people who may.
 */
public final class Inside {
    private final Context home;
    private final LocalBus bus;
    private final Disk disk;

    /** To be made on the sentinel's own context. */
    public Inside(Vertx sentinel, Disk disk) {
        this.home = sentinel.getOrCreateContext();
        this.bus = LocalBus.of(sentinel);
        this.disk = disk;
    }

    public <T> Future<T> ask(String address, BusMessage question, Class<T> answer) {
        return cross(() -> bus.ask(address, question, answer));
    }

    public void send(String address, BusMessage message) {
        home.runOnContext(go -> bus.send(address, message));
    }

    public void publish(String address, BusMessage message) {
        home.runOnContext(go -> bus.publish(address, message));
    }

    public Future<String> read(String path) {
        return cross(() -> disk.read(path));
    }

    public Future<Void> replace(String path, String text) {
        return cross(() -> disk.replace(path, text));
    }

    public <T> Future<T> cross(Supplier<Future<T>> work) {
        Context caller = Vertx.currentContext();
        Promise<T> answered = Promise.promise();
        home.runOnContext(go -> work.get()
                .onComplete(result -> caller.runOnContext(back -> {
                    if (result.succeeded()) {
                        answered.complete(result.result());
                    } else {
                        answered.fail(result.cause());
                    }
                })));
        return answered.future();
    }
}
