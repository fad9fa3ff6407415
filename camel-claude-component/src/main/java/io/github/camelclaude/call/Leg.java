/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

/**
 * One attempt of a call.
 *
 * @param place      who makes it
 * @param admitted   by which permit
 * @param settlement tells the limiter how it went
 * @param way        how the call got here
 */
record Leg(Place place, Admitted admitted, Settlement settlement, CallWay way) {}
