/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded load on a simulator on this machine: so many small messages, each with another content, so many at a time.
 *
 * <p>Arguments: port, messages, at a time.
 */
public final class LoadRun {

    private LoadRun() {}

    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        int messages = Integer.parseInt(args[1]);
        int concurrency = Integer.parseInt(args[2]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        HttpClient client =
                vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(concurrency));
        run(client, port, messages / 4, concurrency);
        long start = System.nanoTime();
        long[] latencies = run(client, port, messages, concurrency);
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(latencies);
        System.out.printf(
                "%,d messages, %d at a time: %,.0f per second, half within %.1f ms, 99%% within %.1f ms%n",
                messages,
                concurrency,
                messages / seconds,
                latencies[messages / 2] / 1e6,
                latencies[(int) (messages * 0.99)] / 1e6);
        vertx.close();
    }

    private static long[] run(HttpClient client, int port, int messages, int concurrency) throws InterruptedException {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/v1/messages")
                .putHeader("x-api-key", "load")
                .putHeader("anthropic-version", "2023-06-01");
        long[] latencies = new long[messages];
        AtomicInteger next = new AtomicInteger();
        AtomicLong failed = new AtomicLong();
        CountDownLatch done = new CountDownLatch(messages);
        for (int i = 0; i < concurrency; i++) {
            send(client, options, next, latencies, done, failed);
        }
        done.await();
        if (failed.get() > 0) {
            System.out.println(failed.get() + " messages were not answered with 200");
        }
        return latencies;
    }

    private static void send(
            HttpClient client,
            RequestOptions options,
            AtomicInteger next,
            long[] latencies,
            CountDownLatch done,
            AtomicLong failed) {
        int number = next.getAndIncrement();
        if (number >= latencies.length) {
            return;
        }
        Buffer body = Buffer.buffer(
                "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":"
                        + "\"Complaint number " + number
                        + ": the bank charged my card twice and does not answer my letters\"}]}");
        long start = System.nanoTime();
        client.request(options)
                .compose(request -> request.send(body))
                .compose(response -> {
                    failed.addAndGet(response.statusCode() == 200 ? 0 : 1);
                    return response.body();
                })
                .onComplete(answered -> {
                    failed.addAndGet(answered.succeeded() ? 0 : 1);
                    latencies[number] = System.nanoTime() - start;
                    done.countDown();
                    send(client, options, next, latencies, done, failed);
                });
    }
}
