/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What this process has used since a moment: processor time, and threads at most. */
final class ProcessUse {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long cpuBefore;

    private ProcessUse(long cpuBefore) {
        this.cpuBefore = cpuBefore;
    }

    static ProcessUse fromNow() {
        THREADS.resetPeakThreadCount();
        return new ProcessUse(SYSTEM.getProcessCpuTime());
    }

    /** The processor time per call, in milliseconds, compilation and garbage collection included. */
    double cpuMillis(int calls) {
        return (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e6 / calls;
    }

    /** All Java threads of the process at their most, those of the JVM and of this program too. */
    int threads() {
        return THREADS.getPeakThreadCount();
    }
}
