/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.errors.AnthropicIoException;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A request body that is a file and is read as it is sent, again at each attempt.
 *
 * @param file   JSON
 * @param length of the file in bytes; it must not change while it is sent
 */
record FileBody(Path file, long length) implements HttpRequestBody {

    /** @throws ClaudeInvalidRequestException if there is no such file to read */
    static FileBody of(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return new FileBody(file, Files.size(file));
            }
        } catch (IOException e) {
            throw unreadable(file, e.toString());
        }
        throw unreadable(file, "it is no readable file");
    }

    private static ClaudeInvalidRequestException unreadable(Path file, String why) {
        return new ClaudeInvalidRequestException(
                "The request body %s can't be read: %s. Nothing was sent".formatted(file, why));
    }

    BodyPublisher publisher() {
        return new FilePublisher(file, length);
    }

    @Override
    public void writeTo(OutputStream out) {
        try {
            Files.copy(file, out);
        } catch (IOException e) {
            throw new AnthropicIoException("The file can't be read", e);
        }
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public void close() {
        // Nothing is open between attempts.
    }
}
