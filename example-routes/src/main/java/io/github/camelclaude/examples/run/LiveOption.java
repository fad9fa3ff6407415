/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option that decides who answers: the same in every example. */
public final class LiveOption {

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--live",
            description =
                    "Call the real API with the key in ANTHROPIC_API_KEY. A job prints the estimated cost before, and"
                            + " does not pay again for what an earlier live run has answered.")
    private boolean live;

    public boolean isLive() {
        return live;
    }

    /**
     * Chooses who answers; the caller closes it.
     *
     * @param properties  the example's
     * @param environment where the key is looked up
     * @throws ParameterException if that can't be
     */
    public WhoAnswers choose(Properties properties, Map<String, String> environment) {
        try {
            return WhoAnswers.choose(live, properties, environment);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }
}
