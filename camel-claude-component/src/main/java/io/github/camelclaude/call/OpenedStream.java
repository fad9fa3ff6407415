/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.BackendStream;

/**
 * A call whose answer has begun.
 *
 * @param events  the answer as it comes; closing it ends the call
 * @param backend who answers
 * @param way     how it got there
 */
public record OpenedStream(BackendStream events, String backend, CallWay way) {}
