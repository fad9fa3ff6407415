/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

/**
 * Who shares entries of the prompt cache: an entry is found by the same account, model and speed only.
 *
 * @param account what the service keeps entries apart by, as far as is known here: a workspace of the Claude API, an
 *                organization in a region of a cloud. No secret
 * @param model   the model as it is called
 * @param speed   the speed that is asked for, and where it is to be processed; empty for the usual
 */
public record Scope(String account, String model, String speed) {

    /** What the entry of a beginning of a prompt is kept under. */
    public String key(String hash) {
        return account + '/' + model + '/' + speed + '/' + hash;
    }
}
