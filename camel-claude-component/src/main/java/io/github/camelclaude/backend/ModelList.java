/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.util.List;

/**
 * The models that a key may use.
 *
 * @param models    in the order in which the service lists them
 * @param simulated whether a simulator listed them
 */
public record ModelList(List<ModelDescription> models, boolean simulated) {

    public ModelList {
        models = List.copyOf(models);
    }
}
