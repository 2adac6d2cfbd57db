package dev.vedette.sim.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** How a call can fail through no fault of the program, in the exceptions and words of the JDK on Linux. */
public enum Fault {
    NO_SPACE("No space left on device"),
    IO("Input/output error"),
    READ_ONLY("Read-only file system"),
    DENIED("Permission denied");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    public IOException on(Op op) {
        if (op.kind().onHandle()) {
            return new IOException(text);
        }
        @Nullable String other = op.other().isEmpty() ? null : op.other();
        return this == DENIED
                ? new AccessDeniedException(op.path(), other, null)
                : new FileSystemException(op.path(), other, text);
    }
}
