package dev.vedette.sim;

import dev.vedette.model.Chance;
import dev.vedette.sim.SimDisk.Mood;
import dev.vedette.sim.disk.Fault;
import dev.vedette.sim.disk.Kernel;
import dev.vedette.sim.disk.Op;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lets calls fail as the mood of the disk wants it. A mood in which writes fail lets none of them succeed. */
final class SimDevice implements Kernel {
    private final Chance chance;
    private Mood mood = Mood.FINE;
    private boolean lying;

    SimDevice(Chance chance) {
        this.chance = chance;
    }

    void mood(Mood now) {
        mood = now;
    }

    void lies() {
        lying = true;
    }

    /** Without faults; a lie stays a lie. */
    Kernel inGoodMood() {
        return new Kernel() {
            @Override
            public <T> T call(Op op, Work<T> work) throws IOException {
                return perform(op, work);
            }
        };
    }

    @Override
    public <T> T call(Op op, Work<T> work) throws IOException {
        Fault fault = fault(op.kind());
        if (fault != null) {
            throw fault.on(op);
        }
        return perform(op, work);
    }

    @SuppressWarnings("unchecked") // a sync has no result but true
    private <T> T perform(Op op, Kernel.Work<T> work) throws IOException {
        boolean sync = op.kind() == Op.Kind.FSYNC || op.kind() == Op.Kind.FSYNC_FOLDER;
        return lying && sync ? (T) Boolean.TRUE : work.run();
    }

    private @Nullable Fault fault(Op.Kind kind) {
        return switch (mood) {
            case FINE, TORN, HANGING -> null;
            case READ_ONLY ->
                switch (kind) {
                    case CREATE, CHMOD, RENAME, DELETE -> Fault.READ_ONLY;
                    default -> null;
                };
            case FAILING ->
                switch (kind) {
                    case CREATE, WRITE -> sometimes(Fault.NO_SPACE);
                    case FSYNC -> Fault.NO_SPACE;
                    default -> null;
                };
            case BROKEN ->
                switch (kind) {
                    case CREATE, WRITE, FSYNC, RENAME, DELETE -> sometimes(Fault.IO);
                    case FSYNC_FOLDER -> Fault.IO;
                    default -> null;
                };
        };
    }

    private @Nullable Fault sometimes(Fault fault) {
        return chance.between(0, 2) == 0 ? fault : null;
    }
}
