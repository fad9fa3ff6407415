/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** SHA-256 over a prompt, block by block: the same on every node for the same bytes. */
final class PromptHash {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final MessageDigest digest = sha256();

    /** Goes on with a value, and with what it is. */
    void mix(String what, Object value) {
        digest.update(what.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(bytes(value));
        digest.update((byte) 0);
    }

    /** Goes on with a block as it is sent, without its marks. */
    void block(Map<?, ?> block) {
        mix("block", WrittenMark.unmarked(block));
    }

    /** Of everything so far. */
    String now() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The SHA-256 of this Java can't be copied", e);
        }
    }

    private static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new ClaudeInvalidRequestException("The request can't be written as JSON. Nothing was sent");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
