package dev.vedette.link;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.model.Credentials;
import dev.vedette.model.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The words of every command that a sentinel says (reference 2.1, 6.1, 7.5), and nothing about how they travel. The
 * first word goes through the rename map of the master, also for its peers.
 */
final class Wording {
    static final String HELLO_CHANNEL = "__sentinel__:hello";
    private static final int SHORT_ID = 8;

    private final SortedMap<String, String> renames;

    /** @param renames keyed by the upper-case original */
    Wording(SortedMap<String, String> renames) {
        this.renames = renames;
    }

    /** The commands of one errand, in their order. Several of them are one transaction. */
    List<List<String>> of(Errand errand) {
        if (errand instanceof Errand.Ping) {
            return List.of(say("PING"));
        }
        if (errand instanceof Errand.Info) {
            return List.of(say("INFO"));
        }
        if (errand instanceof Errand.ScriptKill) {
            return List.of(say("SCRIPT", "KILL"));
        }
        if (errand instanceof Errand.Hello hello) {
            return List.of(say("PUBLISH", HELLO_CHANNEL, hello.payload()));
        }
        if (errand instanceof Errand.IsMasterDown question) {
            return List.of(say(
                    "SENTINEL",
                    "is-master-down-by-addr",
                    question.address().host(),
                    Integer.toString(question.address().port()),
                    question.epoch().toString(),
                    question.candidate() == null ? "*" : question.candidate().value()));
        }
        if (errand instanceof Errand.HandOver order) {
            return handOver(order);
        }
        if (errand instanceof Errand.EndHandOver) {
            return List.of(
                    say("MULTI"),
                    say("CONFIG", "REWRITE"),
                    say("CLIENT", "KILL", "TYPE", "normal"),
                    say("CLIENT", "KILL", "TYPE", "pubsub"),
                    say("CLIENT", "UNPAUSE"),
                    say("EXEC"));
        }
        if (errand instanceof Errand.TakeBack) {
            // Not a transaction: each helps also where the other one is refused.
            return List.of(say("FAILOVER", "ABORT"), say("CLIENT", "UNPAUSE"));
        }
        return transaction((Errand.Reconfigure) errand);
    }

    /** The pause also holds the writers that the demoted node would answer READONLY (reference 7.12). */
    private List<List<String>> handOver(Errand.HandOver order) {
        String patience = String.valueOf(order.patience().toMillis());
        return List.of(
                say("MULTI"),
                say("CLIENT", "PAUSE", patience, "WRITE"),
                say(
                        "FAILOVER",
                        "TO",
                        order.listed().host(),
                        String.valueOf(order.listed().port()),
                        "TIMEOUT",
                        patience),
                say("EXEC"));
    }

    private List<List<String>> transaction(Errand.Reconfigure order) {
        List<List<String>> commands = new ArrayList<>();
        commands.add(say("MULTI"));
        if (order.abortsHandOver()) {
            commands.add(say("FAILOVER", "ABORT"));
        }
        commands.addAll(List.of(
                order.master() == null
                        ? say("SLAVEOF", "NO", "ONE")
                        : say(
                                "SLAVEOF",
                                order.master().host(),
                                Integer.toString(order.master().port())),
                say("CONFIG", "REWRITE"),
                say("CLIENT", "KILL", "TYPE", "normal"),
                say("CLIENT", "KILL", "TYPE", "pubsub"),
                say("EXEC")));
        return commands;
    }

    /**
     * Whether an order is worth carrying out without this command: the change of the role is the point, and letting
     * clients go; a file that is not rewritten and clients that are not disconnected are not (reference 7.5).
     */
    boolean isEssential(List<String> command) {
        boolean rewrites = command.size() > 1
                && command.get(0).equals(renamed("CONFIG"))
                && command.get(1).equals("REWRITE");
        boolean kills = command.size() > 1
                && command.get(0).equals(renamed("CLIENT"))
                && command.get(1).equals("KILL");
        return !rewrites && !kills;
    }

    private String renamed(String command) {
        return renames.getOrDefault(command, command);
    }

    List<String> auth(Credentials credentials) {
        return credentials.user().isEmpty()
                ? say("AUTH", credentials.password())
                : say("AUTH", credentials.user(), credentials.password());
    }

    List<String> introduce(RunId me, Channel channel) {
        String id = me.value().substring(0, Math.min(SHORT_ID, me.value().length()));
        return say("CLIENT", "SETNAME", "sentinel-" + id + (channel == Channel.COMMAND ? "-cmd" : "-pubsub"));
    }

    List<String> subscribe() {
        return say("SUBSCRIBE", HELLO_CHANNEL);
    }

    private List<String> say(String command, String... arguments) {
        List<String> words = new ArrayList<>(1 + arguments.length);
        words.add(renamed(command));
        words.addAll(List.of(arguments));
        return List.copyOf(words);
    }
}
