/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import java.util.Map;

/** One cache prefix as a component's options name it: {@code cachePrefixes[handbook].system=resource:classpath:rules.md}. */
public class PrefixOptions {

    private String tools;
    private String system;
    private String documents;
    private String history;
    private String life;
    private Map<String, String> lives;

    /** Tool definitions: {@code resource:} or {@code #bean}, several with commas. */
    public String getTools() {
        return tools;
    }

    public void setTools(String tools) {
        this.tools = tools;
    }

    /** The system prompt: {@code resource:} or {@code #bean}, several with commas. */
    public String getSystem() {
        return system;
    }

    public void setSystem(String system) {
        this.system = system;
    }

    /** Texts, PDFs and images: {@code resource:} or {@code #bean}, several with commas. */
    public String getDocuments() {
        return documents;
    }

    public void setDocuments(String documents) {
        this.documents = documents;
    }

    /** Turns that all calls share: {@code resource:} or {@code #bean}, several with commas. */
    public String getHistory() {
        return history;
    }

    public void setHistory(String history) {
        this.history = history;
    }

    /** How long the prompt cache keeps it: {@code 5m} or {@code 1h}; as the call says if not set. */
    public String getLife() {
        return life;
    }

    public void setLife(String life) {
        this.life = life;
    }

    /** The same for single layers: {@code lives[documents]=5m}. None may live longer than one before it. */
    public Map<String, String> getLives() {
        return lives;
    }

    public void setLives(Map<String, String> lives) {
        this.lives = lives;
    }
}
