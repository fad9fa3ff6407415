/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/** The SDK's stream, its failures in our words. A failed stream fails again when it is read again. */
final class SdkStream implements BackendStream {

    private static final ObjectWriter WRITER =
            com.anthropic.core.ObjectMappers.jsonMapper().writer();
    private static final ObjectReader READER = JsonMapper.builder().build().readerForMapOf(Object.class);

    private final Failures failures;
    private final StreamResponse<RawMessageStreamEvent> response;
    private final Iterator<RawMessageStreamEvent> events;
    private final String requestId;
    private final boolean simulated;
    private final Map<String, String> headers;
    private volatile boolean closed;
    private RuntimeException failure;

    SdkStream(
            Failures failures,
            StreamResponse<RawMessageStreamEvent> response,
            String requestId,
            boolean simulated,
            Map<String, String> headers) {
        this.failures = failures;
        this.response = response;
        this.events = response.stream().iterator();
        this.requestId = requestId;
        this.simulated = simulated;
        this.headers = Map.copyOf(headers);
    }

    @Override
    public String requestId() {
        return requestId;
    }

    @Override
    public boolean isSimulated() {
        return simulated;
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public boolean hasNext() {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            return false;
        }
        try {
            return events.hasNext();
        } catch (RuntimeException e) {
            failure = failures.classify(e);
            throw failure;
        }
    }

    @Override
    public StreamEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The stream has ended");
        }
        try {
            String json = WRITER.writeValueAsString(events.next());
            Map<String, Object> data = READER.readValue(json);
            return new StreamEvent(String.valueOf(data.get("type")), data, json);
        } catch (JsonProcessingException | RuntimeException e) {
            failure = failures.classify(e);
            throw failure;
        }
    }

    @Override
    public void close() {
        closed = true;
        response.close();
    }
}
