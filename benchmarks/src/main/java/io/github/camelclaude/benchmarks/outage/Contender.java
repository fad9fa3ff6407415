/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

/** Who goes through the outages. */
public enum Contender {
    /** A route with {@code claude:messages}, with the component's defaults. */
    CAMEL("`claude:messages` in a route"),
    /** The official SDK's asynchronous client, as it comes. */
    SDK("anthropic-java, async client as it comes"),
    /** LangChain4j's chat model, as it comes. */
    LANGCHAIN4J("LangChain4j, `AnthropicChatModel`"),
    /** Spring AI's chat model with its default retry template. */
    SPRING_AI("Spring AI, `AnthropicChatModel`"),
    /** The official SDK without its own retries, in a retry and a circuit breaker. */
    RESILIENCE4J("anthropic-java in Resilience4j's `Retry` and `CircuitBreaker`");

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    /** What it is called in a report. */
    public String title() {
        return title;
    }

    Client open(String baseUrl) throws Exception {
        return switch (this) {
            case CAMEL -> new RouteClient(baseUrl);
            case SDK -> SdkClient.asItComes(baseUrl);
            case LANGCHAIN4J -> BlockingClient.langChain4j(baseUrl);
            case SPRING_AI -> BlockingClient.springAi(baseUrl);
            case RESILIENCE4J -> new GuardedSdkClient(baseUrl);
        };
    }
}
