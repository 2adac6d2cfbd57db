package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.IpText;
import dev.vedette.model.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hello messages, out and in (reference 4). */
final class Hellos {
    static final String CHANNEL = "__sentinel__:hello";
    private static final int FIELDS = 8;

    private final Core core;

    Hellos(Core core) {
        this.core = core;
    }

    void send(Instance to) {
        Instance master = to.master();
        Address named = master.currentAddress();
        String payload = String.join(
                ",",
                core.life.process.host(),
                Integer.toString(core.port),
                core.myId.value(),
                core.currentEpoch.toString(),
                master.name,
                named.host(),
                Integer.toString(named.port()),
                master.configEpoch.toString());
        to.link.send(
                to,
                reply -> {
                    if (!reply.is(Reply.Type.ERROR)) {
                        to.lastPublish = core.now();
                    }
                },
                "PUBLISH",
                CHANNEL,
                payload);
    }

    /** Anything that comes on a subscription. */
    void received(Instance from, Reply message) {
        from.link.pubsubActivity = core.now();
        List<Reply> parts = message.elements();
        boolean whole = parts.size() == 3 && parts.stream().allMatch(part -> part.is(Reply.Type.BULK));
        if (!from.released && whole && parts.get(0).text().equals("message")) {
            String payload = parts.get(2).text();
            // Only here: one of our own that comes by PUBLISH makes us our own peer (trap 13).
            if (!payload.contains(core.myId.value())) {
                process(payload);
            }
        }
    }

    void process(String payload) {
        String[] field = payload.split(",", -1);
        Instance master = field.length == FIELDS ? core.masters.get(field[4]) : null;
        if (master == null) {
            return;
        }
        int port = (int) Core.number(field[1]);
        Instance peer = known(master, field[0], port, field[2]);
        if (peer == null) {
            peer = meet(master, field[0], port, field[2]);
        }
        Epoch current = Core.epoch(field[3]);
        if (current.isAfter(core.currentEpoch)) {
            core.currentEpoch = current;
            core.save();
            core.event("+new-epoch", master, core.currentEpoch.toString());
        }
        if (peer == null) {
            return;
        }
        Epoch config = Core.epoch(field[7]);
        if (config.isAfter(master.configEpoch)) {
            adopt(master, peer, config, field[5], (int) Core.number(field[6]));
        }
        peer.lastHello = core.now();
    }

    /** An epoch without a new address is not saved (trap 14). */
    private void adopt(Instance master, Instance peer, Epoch config, String host, int port) {
        master.configEpoch = config;
        if (port != master.address.port() || !host.equalsIgnoreCase(master.address.host())) {
            core.event("+config-update-from", peer);
            core.event("+switch-master", master, Failover.switchText(master, host, port));
            core.failover.changeAddress(master, host, port);
        }
    }

    private static @Nullable Instance known(Instance master, String host, int port, String id) {
        Instance peer = master.sentinels.get(id);
        String ip = IpText.canonical(host);
        return peer != null
                        && peer.address.port() == port
                        && peer.address.host().equals(ip)
                ? peer
                : null;
    }

    private @Nullable Instance meet(Instance master, String host, int port, String id) {
        boolean moved = remove(master, id);
        if (moved) {
            core.event(
                    "+sentinel-address-switch",
                    master,
                    master.details() + " ip " + host + " port " + port + " for " + id);
        } else {
            String ip = IpText.canonical(host);
            Instance other = master.sentinels.values().stream()
                    .filter(peer ->
                            peer.address.port() == port && peer.address.host().equals(ip))
                    .findFirst()
                    .orElse(null);
            if (other != null) {
                core.event("+sentinel-invalid-addr", other);
                core.masters.values().forEach(any -> remove(any, other.name));
            }
        }
        Instance peer = core.create(Kind.SENTINEL, id, host, port, master);
        if (peer != null) {
            if (!moved) {
                core.event("+sentinel", peer);
            }
            peer.runId = id;
            shareLink(peer);
            if (moved) {
                moveEverywhere(peer);
            }
            core.save();
        }
        return peer;
    }

    private static boolean remove(Instance master, String id) {
        Instance old = master.sentinels.remove(id);
        if (old != null) {
            old.release();
        }
        return old != null;
    }

    /** One process under several masters has one connection. */
    void shareLink(Instance peer) {
        if (peer.link.refcount > 1) {
            return;
        }
        for (Map.Entry<String, Instance> other : core.masters.entrySet()) {
            Instance match = other.getValue().sentinels.get(peer.name);
            if (match != null && match != peer) {
                peer.link.release();
                peer.link = match.link;
                peer.link.refcount++;
                return;
            }
        }
    }

    private void moveEverywhere(Instance peer) {
        int others = 0;
        for (Instance master : core.masters.values()) {
            Instance match = master.sentinels.get(peer.name);
            if (match != null) {
                match.link.closeCommands();
                if (match != peer) {
                    match.address = peer.address;
                    others++;
                }
            }
        }
        if (others > 0) {
            core.event(
                    "+sentinel-address-update", peer, peer.details() + " " + others + " additional matching instances");
        }
    }
}
