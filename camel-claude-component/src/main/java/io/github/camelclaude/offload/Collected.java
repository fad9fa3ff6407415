/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.offload;

import io.github.camelclaude.batch.CallIntake.Item;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A call that is to go into a batch.
 *
 * @param item     what the batch gets
 * @param named    is told before each attempt to write it down how the item will be known
 * @param accepted ends when the ledger has it, with what it is known by
 */
record Collected(Item item, Consumer<String> named, CompletableFuture<String> accepted) {}
