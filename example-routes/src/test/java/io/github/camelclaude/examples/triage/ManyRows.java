/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.rate.Picture;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Runs the main job's route over a file of many rows in a process of its own, with answers counted instead of written. */
public final class ManyRows {

    private ManyRows() {}

    /** @param arguments where the simulator is, the directory, the rows, how many calls may wait */
    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[2]);
        RunDirectory directory = RunDirectory.open(Path.of(arguments[1]), true, TriageInput.FOLDERS);
        Rows.write(directory.inbox().resolve("complaints.csv"), rows);
        Main main = new Main();
        main.setPropertyPlaceholderLocations("classpath:file-triage/application.properties");
        main.configure().withRoutesIncludePattern("classpath:file-triage/file-triage.camel.yaml");
        Map.of(
                        "triage.directory", directory.root().toString(),
                        "camel.component.claude.baseUrl", arguments[0],
                        "camel.component.claude.apiKey", "sk-ant-simulator",
                        "camel.component.claude.requestsPerMinute", "100000000",
                        "camel.component.claude.inputTokensPerMinute", "100000000",
                        "camel.component.claude.outputTokensPerMinute", "100000000",
                        "camel.component.claude.maxConcurrency", "16",
                        "camel.component.claude.maxQueueSize", arguments[3],
                        "camel.main.autoStartup", "false")
                .forEach(main::addOverrideProperty);
        Count count = new Count();
        main.bind("count", count);
        main.start();
        DefaultCamelContext context = (DefaultCamelContext) main.getCamelContext();
        AdviceWith.adviceWith(
                context,
                "complaint",
                advice -> advice.weaveById("answers").replace().process(exchange -> count.one()));
        count.context = context;
        context.getRouteController().startAllRoutes();
        count.fileDone.get();
        System.out.printf(
                "answered=%d mostInflight=%d mostWaiting=%d%n",
                count.answered.get(), count.mostInflight.get(), count.mostWaiting.get());
        main.stop();
    }

    private static final class Count extends EventNotifierSupport {

        private final AtomicLong answered = new AtomicLong();
        private final AtomicInteger mostInflight = new AtomicInteger();
        private final AtomicInteger mostWaiting = new AtomicInteger();
        private final CompletableFuture<Void> fileDone = new CompletableFuture<>();
        private volatile DefaultCamelContext context;

        private void one() {
            if (answered.incrementAndGet() % 100 == 0) {
                Picture picture = context.getComponent("claude", ClaudeComponent.class)
                        .limiter()
                        .picture();
                mostWaiting.accumulateAndGet(picture.waiting(), Math::max);
                mostInflight.accumulateAndGet(context.getInflightRepository().size("complaint"), Math::max);
            }
        }

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeCompletedEvent completed
                    && "file-triage".equals(completed.getExchange().getFromRouteId())
                    && completed.getExchange().getProperty("CamelSplitIndex") == null) {
                fileDone.complete(null);
            }
        }
    }
}
