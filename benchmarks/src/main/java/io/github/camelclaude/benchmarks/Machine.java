/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Where and under which load a run was made. */
final class Machine {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final double loadBefore = SYSTEM.getSystemLoadAverage();

    /** One sentence; the load before tells whether others were at work. */
    String describe() {
        return "%s; %d cores, %.0f GiB, %s %s, Java %s; load average (1 min) %.2f before and %.2f after."
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        SYSTEM.getAvailableProcessors(),
                        SYSTEM.getTotalMemorySize() / (double) (1L << 30),
                        SYSTEM.getName(),
                        SYSTEM.getArch(),
                        Runtime.version(),
                        loadBefore,
                        SYSTEM.getSystemLoadAverage());
    }
}
