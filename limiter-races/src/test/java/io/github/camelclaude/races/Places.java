/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.races;

import io.github.camelclaude.races.LeakyLock.Leak;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/** Who gets the places: asking, giving up, ending, and another limit. At first one call may be out, and it is. */
public class Places extends SharedLimiter {

    public Places() {
        this(Leak.NONE);
    }

    private Places(Leak leak) {
        super(leak, 1);
    }

    @Operation
    public String acquire(@Param(gen = ThreadIdGen.class) int thread) {
        return ask(thread);
    }

    @Operation
    public boolean cancel(@Param(gen = ThreadIdGen.class) int thread) {
        return giveUp(thread);
    }

    @Operation
    public boolean answered(@Param(gen = ThreadIdGen.class) int thread) {
        return end(thread, this::answer);
    }

    @Operation
    public boolean answeredShared() {
        return endShared(this::answer);
    }

    @Operation
    public boolean releaseShared() {
        return endShared(this::release);
    }

    @Operation
    public void reconfigure(@Param(gen = IntGen.class, conf = "1:2") int limit) {
        change(limit);
    }

    @Operation
    public String picture() {
        return pictured();
    }

    /** Looks for a place, then takes it. */
    public static final class AcquiredPastTheLock extends Places {
        public AcquiredPastTheLock() {
            super(Leak.ACQUIRE);
        }
    }

    /** Looks whether a permit has ended, then settles it. */
    public static final class AnsweredPastTheLock extends Places {
        public AnsweredPastTheLock() {
            super(Leak.ANSWERED);
        }
    }

    /** Reads how many are out, then writes one less. */
    public static final class ReleasedPastTheLock extends Places {
        public ReleasedPastTheLock() {
            super(Leak.RELEASE);
        }
    }

    /** Changes the limit, and lets somebody in whom another thread lets in as well. */
    public static final class ReconfiguredPastTheLock extends Places {
        public ReconfiguredPastTheLock() {
            super(Leak.RECONFIGURE);
        }
    }
}
