/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.service.LimitsForm;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a control is told. A name or a kind of value that it does not know is an error: a fault that was misspelt and silently
 * left out would let a test pass for the wrong reason.
 */
record ControlBody(JsonNode json) {

    ControlBody {
        if (!json.isObject()) {
            throw new IllegalArgumentException("The body must be a JSON object");
        }
    }

    ControlBody knows(String... names) {
        List<String> known = List.of(names);
        for (Iterator<String> given = json.fieldNames(); given.hasNext(); ) {
            String name = given.next();
            if (!known.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is not known here; known are " + known);
            }
        }
        return this;
    }

    boolean isEmpty() {
        return json.isEmpty();
    }

    boolean has(String name) {
        return json.has(name);
    }

    String text(String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual()) {
            throw wrong(name, value, "a string");
        }
        return value.textValue();
    }

    long integer(String name) {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, value, "an integer");
        }
        return value.longValue();
    }

    /** Empty if it is not there. */
    List<String> texts(String name) {
        JsonNode values = json.path(name);
        if (!values.isArray() && !values.isMissingNode()) {
            throw wrong(name, values, "an array of strings");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if (!value.isTextual()) {
                throw wrong(name, value, "an array of strings");
            }
            texts.add(value.textValue());
        }
        return texts;
    }

    /** Empty if it is not there. */
    Map<String, Double> numbers(String name) {
        JsonNode values = json.path(name);
        if (!values.isObject() && !values.isMissingNode()) {
            throw wrong(name, values, "an object of numbers");
        }
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : values.properties()) {
            if (!entry.getValue().isNumber()) {
                throw wrong(name + "." + entry.getKey(), entry.getValue(), "a number");
            }
            numbers.put(entry.getKey(), entry.getValue().doubleValue());
        }
        return numbers;
    }

    LimitsForm limits(String name) {
        JsonNode limits = json.path(name);
        if (!limits.isObject()) {
            throw wrong(name, limits, "an object such as {\"requests\": 5}");
        }
        try {
            return Json.convert(limits, LimitsForm.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + ": " + e.getOriginalMessage(), e);
        }
    }

    private static IllegalArgumentException wrong(String name, JsonNode value, String expected) {
        return new IllegalArgumentException(
                name + ": must be " + expected + (value.isMissingNode() ? "; it is missing" : ", not " + value));
    }
}
