/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

/**
 * An item as the ledger knows it.
 *
 * @param nonce    the submission that it is in now
 * @param row      its place in that
 * @param jobKey   the key of its job
 * @param callerId as its caller names it
 * @param context  what its caller wants back with the result, as JSON; or null
 * @param tries    how often it was submitted before this; 0 at first
 * @param outcome  what became of it, or null as long as it has not been handed on
 */
public record Item(String nonce, int row, String jobKey, String callerId, String context, int tries, Outcome outcome) {}
