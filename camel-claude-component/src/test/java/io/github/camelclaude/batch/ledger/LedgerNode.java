/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/** A node in a process of its own, which dies without a word once it has written the intent to send. */
final class LedgerNode {

    static final int KILLED = 137;
    static final int REFUSED = 3;

    private LedgerNode() {}

    public static void main(String[] arguments) {
        try {
            JdbcLedger ledger = JdbcLedger.file(Path.of(arguments[0]));
            Lease lease = LedgerContractTest.lease("node");
            ledger.begin("key", "name", lease);
            ledger.add("key", "n", LedgerContractTest.items("x", 2_000), lease);
            ledger.accept("key", List.of(LedgerContractTest.submission("n", 2_000)), 0, lease.now());
            ledger.lease(EnumSet.of(SubmissionState.READY), null, lease);
            ledger.sending("n", "node", "backend", lease.now());
            Runtime.getRuntime().halt(KILLED);
        } catch (LedgerException e) {
            System.out.println(e.getMessage());
            Runtime.getRuntime().halt(REFUSED);
        }
    }
}
