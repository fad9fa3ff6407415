/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What items may have in common at their beginning, as far as a mark of the prompt cache covers it. */
final class SharedBeginning {

    private static final String MARK = "cache_control";
    private static final JsonMapper ONE_ORDER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private SharedBeginning() {}

    /**
     * A hash of the beginning of a request: of all before its first turn if that is marked, or up to the last mark in the first
     * turn. Of two requests with the same hash the later can read what the earlier has written.
     *
     * @return empty if nothing there is marked
     */
    static Optional<String> of(Map<String, Object> params) {
        List<?> first = firstTurn(params.get("messages"));
        int lastMark = -1;
        for (int i = 0; i < first.size(); i++) {
            lastMark = isMarked(first.get(i)) ? i : lastMark;
        }
        if (lastMark < 0 && !isAnyMarked(params.get("system")) && !isAnyMarked(params.get("tools"))) {
            return Optional.empty();
        }
        List<Object> beginning = new ArrayList<>();
        beginning.add(params.get("model"));
        beginning.add(params.get("tools"));
        beginning.add(params.get("system"));
        beginning.addAll(first.subList(0, lastMark + 1));
        return hash(beginning);
    }

    private static List<?> firstTurn(Object messages) {
        return messages instanceof List<?> turns
                        && !turns.isEmpty()
                        && turns.get(0) instanceof Map<?, ?> turn
                        && turn.get("content") instanceof List<?> blocks
                ? blocks
                : List.of();
    }

    private static boolean isAnyMarked(Object blocks) {
        return blocks instanceof List<?> list && list.stream().anyMatch(SharedBeginning::isMarked);
    }

    private static boolean isMarked(Object block) {
        return block instanceof Map<?, ?> fields && fields.get(MARK) != null;
    }

    /** What can't be written as JSON is found by whoever writes the item. */
    private static Optional<String> hash(List<Object> beginning) {
        MessageDigest sha256 = sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            ONE_ORDER.writeValue(out, beginning);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("A digest does not fail", e);
        }
        return Optional.of(HexFormat.of().formatHex(sha256.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
