/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * The folder of an example on the class path, with its routes, properties and texts.
 *
 * @param name the example's name
 */
public record ExampleFolder(String name) {

    public Properties properties() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = open("application.properties")) {
            properties.load(in);
        }
        return properties;
    }

    /** The whole text of a file. */
    public String text(String file) throws IOException {
        try (InputStream in = open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A file to be read; the caller closes it. */
    public InputStream open(String file) throws IOException {
        InputStream in = ExampleFolder.class.getResourceAsStream("/" + name + "/" + file);
        if (in == null) {
            throw new IOException("There is no " + file + " in the example " + name);
        }
        return in;
    }

    /** Where Camel finds a file of it. */
    String location(String file) {
        return "classpath:" + name + "/" + file;
    }
}
