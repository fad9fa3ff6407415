/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import io.github.camelclaude.ClaudeComponent;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.Main;

/** An example's routes in a Camel of their own. Stops gracefully when closed, and also on Ctrl-C. */
public final class RunningCamel implements AutoCloseable {

    private final Main main;
    private final Thread stopper;

    private RunningCamel(Main main, String name) {
        this.main = main;
        this.stopper = new Thread(main::stop, "stop-" + name);
    }

    /**
     * Gets ready to run what stands in {@code application.properties} and the YAML file of the example's name.
     *
     * @param overrides properties that beat the example's own
     */
    public static Builder of(ExampleFolder example, Map<String, String> overrides) {
        return new Builder(example, overrides);
    }

    /** What to run. */
    public static final class Builder {

        private final ExampleFolder example;
        private final Main main = new Main();
        private RoutesBuilder routes;

        private Builder(ExampleFolder example, Map<String, String> overrides) {
            this.example = example;
            main.setPropertyPlaceholderLocations(example.location("application.properties"));
            overrides.forEach(main::addOverrideProperty);
        }

        /** Puts a bean into Camel's registry. */
        public Builder bind(String name, Object bean) {
            main.bind(name, bean);
            return this;
        }

        /** Runs these routes instead of the YAML file. */
        public Builder routes(RoutesBuilder inJava) {
            routes = inJava;
            return this;
        }

        /** Starts; whoever calls has to close what comes back. */
        public RunningCamel start() {
            if (routes == null) {
                main.configure().withRoutesIncludePattern(example.location(example.name() + ".camel.yaml"));
            } else {
                main.configure().addRoutesBuilder(routes);
            }
            RunningCamel camel = new RunningCamel(main, example.name());
            Runtime.getRuntime().addShutdownHook(camel.stopper);
            try {
                main.start();
            } catch (RuntimeException e) {
                camel.close();
                throw e;
            }
            return camel;
        }

        /**
         * Runs until something is done, or has failed.
         *
         * @throws ExecutionException if it has failed
         */
        public void runUntil(Future<?> done) throws ExecutionException, InterruptedException {
            RunningCamel camel = start();
            try {
                done.get();
            } finally {
                camel.close();
            }
        }
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    /** How the breaker of each backend stands. */
    public Object breakers() {
        return context()
                .getComponent("claude", ClaudeComponent.class)
                .limitsPicture()
                .get("breakers");
    }

    @Override
    public void close() {
        main.stop();
        if (stopper.getState() == Thread.State.NEW) {
            Runtime.getRuntime().removeShutdownHook(stopper);
        }
    }
}
