package dev.vedette.sim.disk;

import dev.vedette.sim.disk.Op.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A device that a test has tampered with; it writes down what changes something. */
final class Meddler implements Kernel {
    final List<Op> writes = new ArrayList<>();
    private final Set<Kind> ignored = EnumSet.noneOf(Kind.class);
    private @Nullable Function<Op, IOException> fault;
    private Predicate<Op> fails = op -> false;

    /** Such calls do nothing from now on, and say that they did. */
    Meddler ignoring(Kind... kinds) {
        ignored.addAll(List.of(kinds));
        return this;
    }

    /** From now on such calls fail and do nothing. */
    Meddler failing(Fault with, Predicate<Op> calls) {
        fault = with::on;
        fails = calls;
        return this;
    }

    /** The same in other words of the system. */
    Meddler failing(String text, Predicate<Op> calls) {
        fault = op -> new IOException(text);
        fails = calls;
        return this;
    }

    @Override
    @SuppressWarnings("unchecked") // calls whose work has no result all answer true
    public <T> T call(Op op, Work<T> work) throws IOException {
        if (op.kind().writes()) {
            writes.add(op);
        }
        if (fault != null && fails.test(op)) {
            throw fault.apply(op);
        }
        return ignored.contains(op.kind()) ? (T) Boolean.TRUE : work.run();
    }

    List<Kind> kinds() {
        return writes.stream().map(Op::kind).toList();
    }
}
