package dev.vedette.script;

import dev.vedette.bus.Bus;
import dev.vedette.bus.ScriptFact;
import dev.vedette.bus.ScriptOrder;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.Processes;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.SortedMap;
import java.util.TreeMap;

/** Starts and kills what the brain of this room wants started and killed, and tells it what became of that. */
public final class ScriptVerticle extends VerticleBase {
    /** What Redis's child exits with when the file cannot be executed. */
    private static final int NOT_EXECUTED = 2;

    private final Processes processes;
    private final SortedMap<Long, Future<Processes.Running>> scripts = new TreeMap<>();

    public ScriptVerticle(Processes processes) {
        this.processes = processes;
    }

    @Override
    public Future<?> start() {
        return LocalBus.of(vertx)
                .consume(Bus.SCRIPT, message -> obey((ScriptOrder) message.body()))
                .completion();
    }

    private void obey(ScriptOrder order) {
        if (order instanceof ScriptOrder.Start start) {
            launch(start);
        } else if (order instanceof ScriptOrder.Kill kill) {
            Future<Processes.Running> script = scripts.get(kill.run());
            if (script != null) {
                script.onSuccess(Processes.Running::kill);
            }
        }
    }

    private void launch(ScriptOrder.Start order) {
        long run = order.run();
        Future<Processes.Running> script = processes.start(order.argv());
        scripts.put(run, script);
        script.compose(started -> {
                    tell(new ScriptFact.Started(run, started.pid()));
                    return started.end();
                })
                .onComplete(ended -> {
                    scripts.remove(run);
                    tell(fact(run, ended));
                });
    }

    private static ScriptFact fact(long run, AsyncResult<Processes.End> ended) {
        if (ended.succeeded()) {
            return new ScriptFact.Ended(
                    run, ended.result().exitCode(), ended.result().signal());
        }
        return ended.cause() instanceof Processes.NoRoom full
                ? new ScriptFact.NotStarted(run, String.valueOf(full.getMessage()))
                : new ScriptFact.Ended(run, NOT_EXECUTED, 0);
    }

    private void tell(ScriptFact fact) {
        LocalBus.of(vertx).publish(Bus.addressOf(fact), fact);
    }
}
