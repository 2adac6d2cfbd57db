package dev.vedette.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountsTest {
    private static final String TABLE = """
            1021 977 0:88 / / ro,relatime master:1 - overlay overlay rw,lowerdir=/a
            1030 1021 254:0 /srv/s1.conf /etc/redis/sentinel.conf rw,relatime - ext4 /dev/vda rw
            1031 1021 254:0 /srv/x /data/my\\040file rw,relatime - ext4 /dev/vda rw
            1032 1021 254:0 /srv/y /data/gr\u00c3\u00b6\u00c3\u009fe rw,relatime - ext4 /dev/vda rw
            """;

    @ParameterizedTest
    @CsvSource({
        "/etc/redis/sentinel.conf, true",
        "/srv/s1.conf, false",
        "/etc/redis, false",
        "/etc/redis/sentinel.conf2, false",
        "/data/my file, true",
        "/data/gr\u00f6\u00dfe, true"
    })
    void aFileIsMountedWhereTheTableSaysSo(String file, boolean mounted) {
        assertEquals(mounted, Mounts.hasPoint(TABLE.lines(), Path.of(file)));
    }

    @Test
    void linesThatAreCutSayNothing() {
        assertFalse(Mounts.hasPoint(Stream.of("", "1 2 3"), Path.of("/")));
    }

    @Test
    void ofThisMachine(@TempDir Path folder) throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/mountinfo")), "no /proc here");
        assertEquals(true, Mounts.isMountPoint(Path.of("/proc")));
        assertFalse(Mounts.isMountPoint(Files.createFile(folder.resolve("sentinel.conf"))));
        assertFalse(Mounts.isMountPoint(folder.resolve("nothing")));
    }
}
