package dev.vedette.script;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.ScriptFact;
import dev.vedette.bus.ScriptOrder;
import dev.vedette.bus.ScriptReport;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.Moment;
import dev.vedette.model.RunId;
import dev.vedette.model.ScriptPaths;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** The script brain, and a machine that starts what it is told to, and ends it when the test says so. */
final class Workshop {
    static final MasterName ONE = new MasterName("one");
    static final MasterName TWO = new MasterName("two");
    static final Address A = new Address("10.0.0.1", 6379);
    static final Address B = new Address("10.0.0.2", 6379);
    static final Address C = new Address("10.0.0.3", 6379);
    static final ScriptPaths BOTH = new ScriptPaths("/notify", "/reconfig");

    final Play play;
    /** Started, and not ended yet. */
    final List<ScriptOrder.Start> running = new ArrayList<>();

    final List<Long> killed = new ArrayList<>();
    /** Everything that was ever started: the arguments, and the path where it is another one than /notify. */
    final List<String> started = new ArrayList<>();

    private boolean holding;

    /** Both masters are at A. */
    Workshop(ScriptPaths scripts) {
        TreeMap<MasterName, MasterState> masters = new TreeMap<>();
        for (MasterName name : List.of(ONE, TWO)) {
            masters.put(name, MasterState.fresh(A, settings(scripts)));
        }
        SentinelState state = new SentinelState(new RunId("a".repeat(40)), Epoch.ZERO, masters);
        play = new Play(new Scripts(state, Moment.ofMillis(1)), this::see);
    }

    private static MasterSettings settings(ScriptPaths scripts) {
        return MasterSettings.withQuorum(2).scripts(scripts);
    }

    private void see(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Script script && script.order() instanceof ScriptOrder.Start start) {
                running.add(start);
                List<String> argv = start.argv();
                started.add(String.join(" ", argv.get(0).equals("/notify") ? argv.subList(1, argv.size()) : argv));
            } else if (effect instanceof Effect.Script script) {
                killed.add(script.order().run());
            }
        }
    }

    /** From now on the machine says nothing of what it was told to start. */
    Workshop holding() {
        holding = true;
        return this;
    }

    Workshop event(MasterName master, String name) {
        return event(master, Level.WARNING, name);
    }

    Workshop event(MasterName master, Level level, String name) {
        int before = started.size();
        play.tell(new SentinelEvent(name, level, "of " + master, master, null));
        reportStarts(started.size() - before);
        return this;
    }

    /** @param promoted null when there is no failover of ours */
    Workshop topology(MasterName name, Address address, Address promoted, ScriptPaths scripts) {
        int before = started.size();
        play.tell(new MonitorFact.Topology(
                new MasterPicture(name, address, promoted, new Epoch(1), settings(scripts), new TreeSet<>())));
        reportStarts(started.size() - before);
        return this;
    }

    private void reportStarts(int count) {
        if (!holding) {
            List<ScriptOrder.Start> fresh = List.copyOf(running.subList(running.size() - count, running.size()));
            fresh.forEach(start -> play.tell(new ScriptFact.Started(start.run(), 1_000 + start.run())));
        }
    }

    /** The one that was started first ends. */
    Workshop end(int exitCode, int signal) {
        ScriptOrder.Start first = running.remove(0);
        int before = started.size();
        play.tell(new ScriptFact.Ended(first.run(), exitCode, signal));
        reportStarts(started.size() - before);
        return this;
    }

    Workshop succeed() {
        return end(0, 0);
    }

    Workshop cannotStart() {
        play.tell(new ScriptFact.NotStarted(running.remove(0).run(), "no memory"));
        return this;
    }

    Workshop pass(Duration time) {
        int before = started.size();
        play.pass(time);
        reportStarts(started.size() - before);
        return this;
    }

    List<ScriptReport.Job> pending() {
        return Play.answers(play.ask(new Ask.Scripts()), ScriptReport.class)
                .get(0)
                .jobs();
    }

    /** The public events since the last call. */
    List<String> said() {
        return play.sinceLast().stream()
                .filter(Effect.Announce.class::isInstance)
                .map(effect -> ((Effect.Announce) effect).event())
                .map(event -> event.level().mark() + " " + event.name() + " " + event.payload())
                .toList();
    }
}
