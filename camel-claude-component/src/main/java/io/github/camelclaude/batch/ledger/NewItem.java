/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

/**
 * An item of a job that is being taken in.
 *
 * @param callerId as its caller names it; of any length, unique in its job
 * @param row      its place in its submission, from 0
 * @param context  what its caller wants back with the result, as JSON; or null
 */
public record NewItem(String callerId, int row, String context) {}
