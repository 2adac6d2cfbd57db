package dev.vedette.monitor;

import dev.vedette.brain.Out;
import dev.vedette.bus.Channel;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.NameFact;
import dev.vedette.model.Address;
import dev.vedette.model.LinkId;
import dev.vedette.model.Periods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Opens connections, and looks names up for that (reference 2.2).
 *
 * <p>A name is looked up anew for every connection, and the answer is waited for: where it stood for something else a
 * moment ago, a stranger may listen by now. If none comes, what the name stood for counts, under reserve: as soon as
 * the name server knows better, the connection is dropped. One that works is left alone whatever a look-up says,
 * because some names stand for several addresses in turn; one that is silent is not, and its name is looked up again
 * each second: a pod that is gone answers nothing at its old address, not even that nobody is there.
 */
final class Dialling {
    /** How long a connection is silent before its address is doubted. */
    private static final Duration SILENCE = Periods.PING;

    private final Watches watches;
    private final Tending tending;
    private final Out out;
    private final NavigableMap<String, TreeSet<LinkId>> asking = new TreeMap<>();

    Dialling(Watches watches, Tending tending, Out out) {
        this.watches = watches;
        this.tending = tending;
        this.out = out;
    }

    void open(LinkHealth link, Channel channel) {
        Address address = link.address();
        if (address.isNamed() && out.book().policy().resolve()) {
            link.looking(channel, out.now());
            ask(link);
            return;
        }
        String ip = out.book().ip(address.host());
        if (ip == null) {
            link.down(channel, failure(address.host()), out.tunables(), out.now());
        } else {
            dial(link, channel, ip);
        }
    }

    /** Looks the name up again when nobody answers where it led. */
    void doubt(LinkHealth link) {
        if (link.address().isNamed()
                && out.book().policy().resolve()
                && (link.isUnsure() || link.silence(out.now()).compareTo(SILENCE) > 0)
                && link.mayLookUp(Periods.PING, out.now())) {
            ask(link);
        }
    }

    private void ask(LinkHealth link) {
        String host = link.address().host();
        askers(host).add(link.id());
        out.lookUp(host);
    }

    /** @return the channels that cannot be opened, because their name was never found */
    List<LinkFact.Down> answered(NameFact.Answered answer) {
        List<LinkFact.Down> failed = new ArrayList<>();
        TreeSet<LinkId> askers = asking.remove(key(answer.host()));
        if (askers != null) {
            for (LinkId id : askers) {
                LinkHealth link = watches.health(id);
                if (link != null && link.address().host().equalsIgnoreCase(answer.host())) {
                    answered(link, answer, failed);
                }
            }
        }
        return failed;
    }

    private void answered(LinkHealth link, NameFact.Answered answer, List<LinkFact.Down> failed) {
        String ip = out.book().ip(answer.host());
        boolean doubtful = link.isUnsure() || link.silence(out.now()).compareTo(SILENCE) > 0;
        boolean astray = false;
        for (Channel channel : link.channels()) {
            if (!link.isLooking(channel)) {
                astray |= answer.ip() != null && link.leadsElsewhere(channel, answer.ip());
            } else if (ip != null) {
                dial(link, channel, ip);
            } else {
                failed.add(new LinkFact.Down(link.id(), channel, failure(answer.host())));
            }
        }
        link.unsure(answer.ip() == null && ip != null);
        if (link.isUnsure()) {
            // What is found later has to reach us, too.
            askers(answer.host()).add(link.id());
        }
        if (astray && doubtful) {
            tending.renew(link);
        }
    }

    private static String failure(String host) {
        return "Failed to resolve hostname '" + host + "'";
    }

    private TreeSet<LinkId> askers(String host) {
        return asking.computeIfAbsent(key(host), name -> new TreeSet<>());
    }

    private void dial(LinkHealth link, Channel channel, String ip) {
        link.opening(channel, out.now());
        link.dialled(channel, ip);
        Address target = new Address(ip, link.address().port());
        out.order(new LinkOrder.Open(link.id(), channel, target, watches.credentials(link.id()), renames(link)));
    }

    /**
     * A master's renamed commands hold for its peers too (reference 10.4); the first master of a shared link decides.
     */
    private SortedMap<String, String> renames(LinkHealth link) {
        return watches.users(link.id()).stream()
                .findFirst()
                .map(watch -> watch.settings().renames())
                .orElseGet(TreeMap::new);
    }

    private static String key(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
