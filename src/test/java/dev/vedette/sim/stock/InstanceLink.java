package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections to one process and their clocks; masters that have a peer in common share it (reference 2.3). */
final class InstanceLink {
    private final Core core;
    int refcount = 1;
    boolean disconnected = true;
    int pendingCommands;

    @Nullable
    Wire commands;

    @Nullable
    Wire pubsub;

    Instant commandsSince = Core.NEVER;
    Instant pubsubSince = Core.NEVER;
    Instant pubsubActivity = Core.NEVER;
    Instant lastAttempt = Core.NEVER;
    Instant lastPingSent = Core.NEVER;
    /** Since when a ping is without a valid reply; NEVER when none is. A fresh link waits from its first moment on. */
    Instant pendingPing;

    Instant lastValidReply;
    Instant lastReply;

    InstanceLink(Core core) {
        this.core = core;
        Instant now = core.now();
        pendingPing = now;
        lastValidReply = now;
        lastReply = now;
    }

    void connectCommands(Address to) {
        Wire[] made = new Wire[1];
        made[0] = new Wire(core.loop, core.client, to, () -> {
            if (commands == made[0]) {
                commands = null;
                disconnected = true;
            }
        });
        pendingCommands = 0;
        commandsSince = core.now();
        commands = made[0];
    }

    void connectPubsub(Address to) {
        Wire[] made = new Wire[1];
        made[0] = new Wire(core.loop, core.client, to, () -> {
            if (pubsub == made[0]) {
                pubsub = null;
                disconnected = true;
            }
        });
        pubsubSince = core.now();
        pubsub = made[0];
    }

    void closeCommands() {
        Wire old = commands;
        if (old != null) {
            commands = null;
            pendingCommands = 0;
            disconnected = true;
            old.close();
        }
    }

    void closePubsub() {
        Wire old = pubsub;
        if (old != null) {
            pubsub = null;
            disconnected = true;
            old.close();
        }
    }

    /** @return whether there is a connection to send it on */
    boolean send(Instance of, Consumer<Reply> then, String... words) {
        Wire wire = commands;
        if (wire == null) {
            return false;
        }
        pendingCommands++;
        wire.send(
                reply -> {
                    pendingCommands--;
                    if (!of.released) {
                        then.accept(reply);
                    }
                },
                words);
        return true;
    }

    /** One instance less uses it. */
    void release() {
        refcount--;
        if (refcount == 0) {
            closeCommands();
            closePubsub();
        }
    }

    /** As if a ping had been sent now and the last reply had come now. */
    void restartClocks() {
        Instant now = core.now();
        pendingPing = now;
        lastPingSent = Core.NEVER;
        lastValidReply = now;
        lastReply = now;
    }
}
