/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.shutdown;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.LimiterMode;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A process of its own, to be ended from outside: files are asked about, fifty at a time, and moved when answered. */
public final class FilesToClaude {

    static final int IN_FLIGHT = 50;

    private FilesToClaude() {}

    /** Arguments: the address to call, the folder of the files, the seconds that a shutdown may take. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        DefaultCamelContext context = new DefaultCamelContext();
        ClaudeComponent component = context.getComponent("claude", ClaudeComponent.class);
        component.setLimiter(LimiterMode.off);
        component.getConfiguration().setApiKey("sk-ant-test");
        component.getConfiguration().setModel("claude-haiku-5-5");
        component.getConfiguration().setBaseUrl(arguments[0]);
        context.getShutdownStrategy().setTimeout(Long.parseLong(arguments[2]));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("file:" + folder + "?delay=100&initialDelay=0")
                        .threads(IN_FLIGHT + 10, IN_FLIGHT + 10)
                        .maxQueueSize(10_000)
                        .throttle(constant(IN_FLIGHT))
                        .concurrentRequestsMode()
                        .to("claude:messages");
            }
        });
        context.start();
        Runtime.getRuntime().addShutdownHook(new Thread(context::stop));
        new CountDownLatch(1).await();
    }
}
