/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.subject;

/** What is measured. */
public enum Subject {
    /** A route with {@code claude:messages}, entered by {@code direct:}. */
    CAMEL("`claude:messages` in a route"),
    /** The transport below the component, without Camel. */
    TRANSPORT("the component's transport without Camel"),
    /** The official SDK's asynchronous client over OkHttp, as it comes. */
    SDK("anthropic-java, async client as it comes"),
    /** LangChain4j's chat model, which blocks a thread per call. */
    LANGCHAIN4J("LangChain4j, `AnthropicChatModel`"),
    /** Spring AI's chat model, which blocks a thread per call. */
    SPRING_AI("Spring AI, `AnthropicChatModel`");

    private final String title;

    Subject(String title) {
        this.title = title;
    }

    /** What it is called in a report. */
    public String title() {
        return title;
    }

    /**
     * Makes its caller.
     *
     * @param inFlight how many calls will be under way at once; only what blocks needs to know
     */
    public Caller open(String baseUrl, int inFlight) throws Exception {
        return switch (this) {
            case CAMEL -> new CamelCaller(baseUrl);
            case TRANSPORT -> new TransportCaller(baseUrl);
            case SDK -> new SdkCaller(baseUrl);
            case LANGCHAIN4J -> BlockingCaller.langChain4j(baseUrl, inFlight);
            case SPRING_AI -> BlockingCaller.springAi(baseUrl, inFlight);
        };
    }
}
