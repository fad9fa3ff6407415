/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.github.camelclaude.messages.ClaudeStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Puts a mark into the key and one into the prompt, makes everything happen that can happen to a call, and looks for the
 * marks in everything that leaves the process or is shown to anybody. The key is the component's: one that stands on a URI
 * is masked by Camel wherever it shows a URI, but not in what Camel logs of itself at DEBUG and TRACE.
 */
class CanaryTest extends RouteTestSupport {

    private static final String KEY_MARK = "canary-in-the-key-7f3a";
    private static final String PROMPT_MARK = "canary in the prompt 91cd";
    private static final String SYSTEM_MARK = "canary in the system prompt 44ee";
    private static final String ANSWER_MARK = "canary in the answer 52bb";

    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getFormattedMessage()
                    + event.getMDCPropertyMap()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };
    private Level before;

    @BeforeEach
    void listen() {
        before = root.getLevel();
        listener.setContext(root.getLoggerContext());
        listener.start();
        root.addAppender(listener);
        root.setLevel(Level.TRACE);
        root.iteratorForAppenders().forEachRemaining(appender -> {
            if (appender != listener) {
                appender.stop();
            }
        });
    }

    @AfterEach
    void listenNoMore() {
        root.setLevel(before);
        root.detachAppender(listener);
        root.iteratorForAppenders().forEachRemaining(appender -> appender.start());
    }

    @Test
    void neither_key_nor_prompt_nor_answer_is_logged_thrown_or_shown() throws Exception {
        component.getConfiguration().setApiKey(KEY_MARK);
        component.getConfiguration().setSystem(SYSTEM_MARK);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:ask").to("claude:messages");
                from("direct:json").to("claude:messages?responseFormat=json");
                from("direct:request").to("claude:messages?bodyFormat=request&allowRequestFields=messages");
                from("direct:stream").to("claude:messages?stream=true");
                from("direct:count").to("claude:count-tokens");
                from("direct:models").to("claude:models");
            }
        });
        context.start();
        String prompt = "x" + PROMPT_MARK;

        claude.says(ANSWER_MARK);
        call("direct:ask", prompt);
        call("direct:json", prompt);
        call("direct:request", "{\"messages\":[],\"" + PROMPT_MARK.replace(' ', '_') + "\":1}");
        call("direct:request", PROMPT_MARK);
        call("direct:ask", new Object[] {PROMPT_MARK});
        for (int status : new int[] {400, 401, 402, 403, 404, 413, 429, 500, 529}) {
            claude.replies(
                    status, Map.of("retry-after", "1"), ScriptedClaude.error("some_error", "the API's own words"));
            call("direct:ask", prompt);
            call("direct:stream", prompt);
            call("direct:count", prompt);
            call("direct:models", prompt);
        }
        claude.replies(200, Map.of(), "{\"nonsense\":\"" + ANSWER_MARK + "\"");
        call("direct:ask", prompt);
        claude.replies(200, Map.of(), ScriptedClaude.message(ANSWER_MARK, "refusal"));
        call("direct:ask", prompt);
        claude.cuts();
        call("direct:ask", prompt);
        said.add(HealthCheckHelper.invoke(context).toString());
        said.add(context.getEndpoints().toString());
        said.add(component + " " + component.getConfiguration());
        jmx();
        context.stop();

        assertThat(said).as("the test sees something").hasSizeGreaterThan(100);
        for (String mark :
                new String[] {KEY_MARK, PROMPT_MARK, PROMPT_MARK.replace(' ', '_'), SYSTEM_MARK, ANSWER_MARK}) {
            assertThat(said).filteredOn(text -> text.contains(mark)).as(mark).isEmpty();
        }
    }

    private void call(String uri, Object body) {
        Exchange exchange = context.createProducerTemplate()
                .request(uri, e -> e.getMessage().setBody(body));
        if (exchange.getException() != null) {
            StringWriter trace = new StringWriter();
            exchange.getException().printStackTrace(new PrintWriter(trace));
            said.add(trace.toString());
        }
        exchange.getProperties().forEach((name, value) -> said.add(name + "=" + value));
        exchange.getMessage().getHeaders().forEach((name, value) -> said.add(name + "=" + value));
        if (exchange.getProperty(ClaudeConstants.STREAM) instanceof ClaudeStream stream) {
            stream.close();
        }
    }

    private void jmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            said.add(name.toString());
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                try {
                    said.add(name + " " + attribute.getName() + "=" + server.getAttribute(name, attribute.getName()));
                } catch (javax.management.JMException | RuntimeException e) {
                    said.add(name + " " + attribute.getName() + ": " + e);
                }
            }
        }
    }
}
