/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A place in the request and what stands there, so that a complaint can name it the way the service does. */
record Field(String path, JsonNode value) {

    static Field body(JsonNode body) {
        return new Field("", body);
    }

    Field get(String name) {
        return new Field(path.isEmpty() ? name : path + "." + name, value.path(name));
    }

    /** A field that must be there. */
    Field required(String name) {
        Field field = get(name);
        if (field.value.isMissingNode()) {
            throw field.wrong("Field required");
        }
        return field;
    }

    /** Looks at an optional field if it is there and not null. */
    void ifPresent(String name, Consumer<Field> check) {
        Field field = get(name);
        if (field.isPresent()) {
            check.accept(field);
        }
    }

    boolean isPresent() {
        return !value.isMissingNode() && !value.isNull();
    }

    String string() {
        if (!value.isTextual()) {
            throw wrong("Input should be a valid string");
        }
        return value.textValue();
    }

    boolean bool() {
        if (!value.isBoolean()) {
            throw wrong("Input should be a valid boolean");
        }
        return value.booleanValue();
    }

    long integer(long least) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong("Input should be a valid integer");
        }
        if (value.longValue() < least) {
            throw wrong("Input should be greater than or equal to " + least);
        }
        return value.longValue();
    }

    double number(double least, double most) {
        if (!value.isNumber()) {
            throw wrong("Input should be a valid number");
        }
        if (value.doubleValue() < least) {
            throw wrong("Input should be greater than or equal to " + plain(least));
        }
        if (value.doubleValue() > most) {
            throw wrong("Input should be less than or equal to " + plain(most));
        }
        return value.doubleValue();
    }

    /** One of a few words. */
    String oneOf(String... allowed) {
        List<String> words = List.of(allowed);
        if (!value.isTextual() || !words.contains(value.textValue())) {
            throw wrong("Input should be " + listed(words));
        }
        return value.textValue();
    }

    /** The tag that tells which kind of object this is. */
    String type(Set<String> known) {
        object();
        Field tag = required("type");
        if (!tag.value.isTextual() || !known.contains(tag.value.textValue())) {
            throw wrong("Input tag '%s' found using 'type' does not match any of the expected tags: %s"
                    .formatted(
                            tag.value.asText(),
                            known.stream()
                                    .sorted()
                                    .map(word -> "'" + word + "'")
                                    .collect(Collectors.joining(", "))));
        }
        return tag.value.textValue();
    }

    /** The same place, named with its kind as the service names members of a union. */
    Field as(String kind) {
        return new Field(path + "." + kind, value);
    }

    Field object() {
        if (!value.isObject()) {
            throw wrong("Input should be an object");
        }
        return this;
    }

    List<Field> array() {
        if (!value.isArray()) {
            throw wrong("Input should be a valid array");
        }
        List<Field> items = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            items.add(new Field(path + "." + i, value.get(i)));
        }
        return items;
    }

    /** Refuses fields that the service does not know here. */
    Field onlyKnows(Set<String> known) {
        for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw get(name).wrong("Extra inputs are not permitted");
            }
        }
        return this;
    }

    ApiException wrong(String what) {
        return new ApiException(ApiError.invalidRequest(path.isEmpty() ? what : path + ": " + what));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static String listed(List<String> words) {
        List<String> quoted = words.stream().map(word -> "'" + word + "'").toList();
        return quoted.size() == 1
                ? quoted.get(0)
                : String.join(", ", quoted.subList(0, quoted.size() - 1)) + " or " + quoted.get(quoted.size() - 1);
    }
}
