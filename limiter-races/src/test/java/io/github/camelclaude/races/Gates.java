/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.races;

import io.github.camelclaude.races.LeakyLock.Leak;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/** What keeps everybody back: refusals by the service, and a backend that is held; and time. */
public class Gates extends SharedLimiter {

    public Gates() {
        this(Leak.NONE);
    }

    private Gates(Leak leak) {
        super(leak, 2);
    }

    @Operation
    public String acquire(@Param(gen = ThreadIdGen.class) int thread) {
        return ask(thread);
    }

    @Operation
    public boolean refused(@Param(gen = ThreadIdGen.class) int thread) {
        return end(thread, this::refuse);
    }

    @Operation
    public boolean refusedShared() {
        return endShared(this::refuse);
    }

    @Operation
    public boolean releaseShared() {
        return endShared(this::release);
    }

    @Operation
    public boolean mayLeave() {
        return mayLeaveShared();
    }

    @Operation
    public void pass() {
        passSeconds();
    }

    @Operation
    public void ring() {
        ringAlarm();
    }

    @Operation
    public void hold() {
        holdBackend();
    }

    @Operation
    public void resume() {
        resumeBackend();
    }

    @Operation
    public String quote() {
        return quoted();
    }

    /** Ends the permit, then closes the gate. */
    public static final class RefusedPastTheLock extends Gates {
        public RefusedPastTheLock() {
            super(Leak.REFUSED);
        }
    }
}
