/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.call.CallOutcome;
import io.github.camelclaude.resilience.RetryRules;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A process that shares what it knows of cached prefixes with another by Hazelcast's JCache. Each line that it reads is a number
 * of calls to make at once, each that it writes what became of them.
 */
final class WarmingNode {

    private WarmingNode() {}

    /** The simulator's address, and a name for its questions. Where the others are is in the file that {@code hazelcast.config} names. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        CacheManager manager = Caching.getCachingProvider("com.hazelcast.cache.HazelcastMemberCachingProvider")
                .getCacheManager();
        CamelContext context = new DefaultCamelContext();
        ClaudeComponent component = context.getComponent("claude", ClaudeComponent.class);
        component.getConfiguration().setBaseUrl(arguments[0]);
        component.getConfiguration().setModel("claude-sonnet-5-5");
        component.getConfiguration().setApiKey("sk-ant-first");
        component.setTier("scale");
        Cache<String, String> prefixes = prefixes(manager);
        component.setPrefixCache(prefixes);
        context.start();
        MarkedCalls calls = new MarkedCalls(context, "claude:messages");
        awake(prefixes);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say(out, "ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("put")) {
                prefixes.put("greeting", "from " + arguments[1]);
                say(out, "put");
            } else if (line.equals("get")) {
                say(out, "got " + prefixes.get("greeting"));
            } else if (line.equals("waiting")) {
                say(out, "waiting " + component.promptCaching().waiting());
            } else {
                String[] words = line.split(" ");
                List<CompletableFuture<CallOutcome>> sent = IntStream.range(0, Integer.parseInt(words[1]))
                        .mapToObj(i -> calls.send(MarkedCalls.call(
                                words[0], arguments[1] + i, Duration.ZERO, new RetryRules(0, 0, false))))
                        .toList();
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                        .orTimeout(90, TimeUnit.SECONDS)
                        .whenComplete((nothing, failure) -> say(out, books(sent)));
            }
        }
    }

    /** Whoever comes first makes it. */
    private static Cache<String, String> prefixes(CacheManager manager) {
        Cache<String, String> made = manager.getCache("prefixes", String.class, String.class);
        return made != null
                ? made
                : manager.createCache(
                        "prefixes", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    private static synchronized void say(PrintStream out, String line) {
        out.println("node: " + line);
        out.flush();
    }

    private static String books(List<CompletableFuture<CallOutcome>> sent) {
        long written = 0;
        long read = 0;
        for (CompletableFuture<CallOutcome> one : sent) {
            if (one.isDone() && !one.isCompletedExceptionally()) {
                written += one.join().usage().cacheWrite() > 0 ? 1 : 0;
                read += one.join().usage().cacheRead() > 0 ? 1 : 0;
            }
        }
        return "done " + written + " " + read;
    }

    /** What a cluster does for the first time takes its time. */
    private static void awake(Cache<String, String> cache) {
        for (int i = 0; i < 300; i++) {
            cache.put("awake" + i, "");
            cache.remove("awake" + i);
        }
    }
}
