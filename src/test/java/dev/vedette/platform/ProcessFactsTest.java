package dev.vedette.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import org.junit.jupiter.api.Test;

class ProcessFactsTest {
    @Test
    void theLimitOfOpenFilesIsTheOneThatJavaKnows() {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        assumeTrue(machine instanceof UnixOperatingSystemMXBean, "elsewhere nobody tells a limit");
        assertEquals(
                ((UnixOperatingSystemMXBean) machine).getMaxFileDescriptorCount(),
                ProcessFacts.ofThisProcess().openFiles());
    }
}
