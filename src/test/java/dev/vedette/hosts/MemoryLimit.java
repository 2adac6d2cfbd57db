package dev.vedette.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A control group in which there is no memory: the next page that a process in it needs is its end. */
final class MemoryLimit implements AutoCloseable {
    private final String group;
    private final String limit;

    private MemoryLimit(String group, String limit) {
        this.group = group;
        this.limit = limit;
    }

    static MemoryLimit make() throws IOException {
        String name = "vedette-test-" + ProcessHandle.current().pid();
        String both = Shell.run("""
                for folder in /sys/fs/cgroup/memory /sys/fs/cgroup; do
                  for limit in memory.limit_in_bytes memory.max; do
                    mkdir -p $folder/%1$s 2>/dev/null || continue
                    if [[ -e $folder/%1$s/$limit ]]; then echo $folder/%1$s $limit; exit 0; fi
                    rmdir $folder/%1$s
                  done
                done
                """.formatted(name)).strip();
        Hosts.skip(both.isEmpty() ? Optional.of("limiting memory needs control groups") : Optional.empty());
        String[] words = both.split(" ");
        return new MemoryLimit(words[0], words[1]);
    }

    void starve(long pid) throws IOException {
        Shell.run("echo 65536 >%1$s/%2$s; echo %3$d >%1$s/cgroup.procs".formatted(group, limit, pid));
    }

    @Override
    public void close() {
        try {
            Shell.run("for i in 1 2 3 4 5 6 7 8 9 10; do rmdir " + group + " 2>/dev/null && exit 0; sleep 0.1; done");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
