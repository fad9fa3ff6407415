/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.counttokens;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.backend.AnthropicApi;
import io.github.camelclaude.backend.ClaudeRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a prompt is known by where its count is remembered: SHA-256 over the fields that count, the model among them, and
 * the place that counts, as JSON in one order. Nothing of the prompt can be read from it.
 */
final class ContentHash {

    private static final JsonMapper ONE_ORDER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ContentHash() {}

    /**
     * 64 hexadecimal digits.
     *
     * @throws io.github.camelclaude.resilience.ClaudeInvalidRequestException if the request can't be written as JSON
     */
    static String of(String place, ClaudeRequest request) {
        MessageDigest sha256 = sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            ONE_ORDER.writeValue(out, List.of(place, AnthropicApi.counted(request)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
