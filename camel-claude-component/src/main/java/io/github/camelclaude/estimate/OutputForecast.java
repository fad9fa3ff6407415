/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

/**
 * How much a call will probably write, in tokens; nothing is above its {@code max_tokens}.
 *
 * @param expected     the mean
 * @param reserve      what to hold where too little hurts more than too much: about four of five calls write less
 * @param secondMoment the mean of the square
 * @param maxTokens    the most that may be written
 * @param observed     how many answers have been seen so far; 0 for none
 */
public record OutputForecast(long expected, long reserve, double secondMoment, long maxTokens, double observed) {}
