/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Talks to a {@link FixedDelayServer} from another process, over a client that leaves no thread behind. */
public final class ServerControl {

    private final URI baseUrl;

    public ServerControl(String baseUrl) {
        this.baseUrl = URI.create(baseUrl);
    }

    /** How long each of the calls that follow waits for its answer. */
    public void delay(long millis) throws IOException {
        get("/delay/" + millis);
    }

    /** The calls that follow wait for {@link #release}. */
    public void hold() throws IOException {
        get("/hold");
    }

    /** Answers the calls that were held. */
    public void release() throws IOException {
        get("/release");
    }

    /** How many calls wait for their answer. */
    public int open() throws IOException {
        return Integer.parseInt(get("/open"));
    }

    private String get(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) baseUrl.resolve(path).toURL().openConnection();
        connection.setRequestProperty("connection", "close");
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(10_000);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
