/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.prefix.MarkMode;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options about the prompt cache, of the component for all endpoints and of each endpoint. */
@UriParams
public abstract class CacheConfiguration implements Cloneable {

    @UriParam(
            label = "producer",
            description =
                    "The name of the cache prefix that calls begin with: one that the component's cachePrefixes, a"
                            + " bean or claude:cache-prefix declares. For claude:cache-prefix the name that it declares.")
    private String cachePrefix;

    @UriParam(
            label = "producer",
            enums = "5m,1h",
            description =
                    "How long the prompt cache keeps what a call marks, where its prefix says nothing itself. An hour"
                            + " costs more to write. If not set, 5m, and 1h in batches.")
    private String cacheTtl;

    @UriParam(
            label = "producer",
            defaultValue = "planned",
            enums = "planned,automatic,none",
            description =
                    "Who sets the marks: planned for the best places, automatic to leave the conversation behind the"
                            + " prefix to the service (only the Claude API can), none for no marks but those of the request's own.")
    private MarkMode cacheMarks = MarkMode.planned;

    @UriParam(
            label = "producer",
            defaultValue = "auto",
            enums = "auto,true,false",
            description =
                    "Whether the messages behind the prefix will be sent again, with more behind them, so that they"
                            + " are worth caching. auto means where a prefix is named, bodyFormat is turns or request, and"
                            + " there is more than one turn.")
    private String cacheConversation = "auto";

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "Whether claude:cache-prefix writes the prefix to the cache at once, by a call without an answer,"
                            + " which costs what writing costs.")
    private boolean prewarm;

    @UriParam(
            label = "producer",
            description =
                    "The tools of the prefix: resource:classpath:tools.json or a bean (#name: a String or a List);"
                            + " several with commas.")
    private String prefixTools;

    @UriParam(
            label = "producer",
            description =
                    "The system prompt of the prefix: resource:classpath:rules.md, resource:file:rules.md or a bean"
                            + " (#name: a String); several with commas.")
    private String prefixSystem;

    @UriParam(
            label = "producer",
            description =
                    "The documents of the prefix: texts, PDFs and images as resource:file:manual.pdf, or beans (#name:"
                            + " a String, bytes, or a List of blocks); several with commas.")
    private String prefixDocuments;

    @UriParam(
            label = "producer",
            description =
                    "Turns that all calls share: a JSON array of turns as resource:classpath:examples.json or a bean"
                            + " (#name: a String or a List); several with commas.")
    private String prefixHistory;

    public String getCachePrefix() {
        return cachePrefix;
    }

    public void setCachePrefix(String cachePrefix) {
        this.cachePrefix = cachePrefix;
    }

    public String getCacheTtl() {
        return cacheTtl;
    }

    public void setCacheTtl(String cacheTtl) {
        this.cacheTtl = cacheTtl;
    }

    public MarkMode getCacheMarks() {
        return cacheMarks;
    }

    public void setCacheMarks(MarkMode cacheMarks) {
        this.cacheMarks = cacheMarks;
    }

    public String getCacheConversation() {
        return cacheConversation;
    }

    public void setCacheConversation(String cacheConversation) {
        this.cacheConversation = cacheConversation;
    }

    public boolean isPrewarm() {
        return prewarm;
    }

    public void setPrewarm(boolean prewarm) {
        this.prewarm = prewarm;
    }

    public String getPrefixTools() {
        return prefixTools;
    }

    public void setPrefixTools(String prefixTools) {
        this.prefixTools = prefixTools;
    }

    public String getPrefixSystem() {
        return prefixSystem;
    }

    public void setPrefixSystem(String prefixSystem) {
        this.prefixSystem = prefixSystem;
    }

    public String getPrefixDocuments() {
        return prefixDocuments;
    }

    public void setPrefixDocuments(String prefixDocuments) {
        this.prefixDocuments = prefixDocuments;
    }

    public String getPrefixHistory() {
        return prefixHistory;
    }

    public void setPrefixHistory(String prefixHistory) {
        this.prefixHistory = prefixHistory;
    }
}
