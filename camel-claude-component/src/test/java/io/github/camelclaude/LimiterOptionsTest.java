/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.call.WhenFull;
import io.github.camelclaude.limits.LimitOptions;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Picture.GroupPicture;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options about limits: how they are given, what they do, and what is said of wrong ones. */
class LimiterOptionsTest extends RouteTestSupport {

    @Override
    protected LimiterMode limiter() {
        return LimiterMode.hold;
    }

    @Test
    void all_of_them_bind_from_properties() throws Exception {
        Main main = new Main();
        main.configure().setRoutesIncludePattern(null);
        Map.ofEntries(
                        Map.entry("limiter", "shadow"),
                        Map.entry("tier", "build"),
                        Map.entry("requests-per-minute", "60"),
                        Map.entry("inputTokensPerMinute", "70000"),
                        Map.entry("outputTokensPerMinute", "8000"),
                        Map.entry("tokensPerMinute", "90000"),
                        Map.entry("maxConcurrency", "5"),
                        Map.entry("maxQueueSize", "6"),
                        Map.entry("burst", "10s"),
                        Map.entry("quotaShare", "0.25"),
                        Map.entry("transactedMaxWait", "2s"),
                        Map.entry("spendPerDay", "12.50"),
                        Map.entry("spendPerMonth", "100"),
                        Map.entry("spendPerKeyPerDay", "1"),
                        Map.entry("headerMapping", "x-priority=CamelClaudePriority"),
                        Map.entry("limits[claude-opus-5-5].requestsPerMinute", "4000"),
                        Map.entry("limits[haiku-5-5].maxConcurrency", "3"),
                        Map.entry("limits[haiku-5-5].spendPerMonth", "4.5"),
                        Map.entry("priority", "low"),
                        Map.entry("fairnessKey", "tenant"),
                        Map.entry("queueTimeout", "5m"),
                        Map.entry("permitTimeout", "10s"),
                        Map.entry("whenFull", "refuse"))
                .forEach((name, value) -> main.addInitialProperty("camel.component.claude." + name, value));
        main.start();
        try {
            ClaudeComponent claude = main.getCamelContext().getComponent("claude", ClaudeComponent.class);
            assertThat(claude.getLimiter()).isEqualTo(LimiterMode.shadow);
            assertThat(claude.getTier()).isEqualTo("build");
            assertThat(claude.getRequestsPerMinute()).isEqualTo(60);
            assertThat(claude.getInputTokensPerMinute()).isEqualTo(70_000);
            assertThat(claude.getOutputTokensPerMinute()).isEqualTo(8_000);
            assertThat(claude.getTokensPerMinute()).isEqualTo(90_000);
            assertThat(claude.getMaxConcurrency()).isEqualTo(5);
            assertThat(claude.getMaxQueueSize()).isEqualTo(6);
            assertThat(claude.getBurst()).isEqualTo("10s");
            assertThat(claude.getQuotaShare()).isEqualTo(0.25);
            assertThat(claude.getTransactedMaxWait()).isEqualTo(2_000);
            assertThat(claude.getSpendPerDay()).isEqualTo(12.5);
            assertThat(claude.getSpendPerMonth()).isEqualTo(100);
            assertThat(claude.getSpendPerKeyPerDay()).isEqualTo(1);
            assertThat(claude.getHeaderMapping()).isEqualTo("x-priority=CamelClaudePriority");
            assertThat(claude.getLimits()).containsOnlyKeys("claude-opus-5-5", "haiku-5-5");
            assertThat(claude.getLimits().get("claude-opus-5-5").getRequestsPerMinute())
                    .isEqualTo(4_000);
            assertThat(claude.getLimits().get("haiku-5-5").getSpendPerMonth()).isEqualTo(4.5);
            assertThat(claude.getConfiguration().getPriority()).isEqualTo("low");
            assertThat(claude.getConfiguration().getFairnessKey()).isEqualTo("tenant");
            assertThat(claude.getConfiguration().getQueueTimeout()).isEqualTo(300_000);
            assertThat(claude.getConfiguration().getPermitTimeout()).isEqualTo(10_000);
            assertThat(claude.getConfiguration().getWhenFull()).isEqualTo(WhenFull.refuse);
        } finally {
            main.stop();
        }
    }

    @Test
    void a_limit_that_is_given_holds_for_each_class_and_one_of_its_own_comes_first() throws Exception {
        component.setRequestsPerMinute(100_000L);
        component.setMaxConcurrency(7);
        LimitOptions opus = new LimitOptions();
        opus.setRequestsPerMinute(50_000L);
        component.setLimits(Map.of("claude-opus-5-5", opus));
        startWith("claude:throttle");
        context.createProducerTemplate().sendBody("claude:throttle?model=claude-opus-5-5", "x");
        ask("x");

        assertThat(limit("haiku-5-5", Dimension.REQUESTS).amount()).isEqualTo(100_000);
        assertThat(limit("haiku-5-5", Dimension.REQUESTS).source()).isEqualTo(Limit.Source.CONFIGURED);
        assertThat(limit("haiku-5-5", Dimension.CONCURRENCY).amount()).isEqualTo(7);
        assertThat(limit("opus-5-5", Dimension.REQUESTS).amount()).isEqualTo(50_000);
    }

    @Test
    void a_tier_says_what_holds_where_nothing_else_does() throws Exception {
        component.setTier("scale");
        startWith("claude:throttle");
        ask("x");

        assertThat(limit("haiku-5-5", Dimension.REQUESTS).source()).isEqualTo(Limit.Source.TIER);
    }

    @Test
    void two_contexts_have_two_limiters() throws Exception {
        startWith("claude:throttle");
        try (DefaultCamelContext other = new DefaultCamelContext()) {
            ClaudeComponent second = other.getComponent("claude", ClaudeComponent.class);
            other.start();
            second.start();
            assertThat(second.limiter()).isNotSameAs(component.limiter());
        }
    }

    @Test
    void off_is_no_limiter_at_all() throws Exception {
        component.setLimiter(LimiterMode.off);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("claude:throttle").to("claude:messages");
            }
        });
        context.start();

        for (int i = 0; i < 200; i++) {
            assertThat(ask("x").getException()).isNull();
        }

        assertThat(component.limiter().picture().groups()).isEmpty();
        assertThat(component.limiter().picture().permitsOut()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tier | gold | tier=gold is not known",
                "requestsPerMinute | 0 | requestsPerMinute=0 must be from 1",
                "quotaShare | 0 | quotaShare=0.0 must be above 0 and at most 1",
                "quotaShare | 1.5 | quotaShare=1.5 must be above 0 and at most 1",
                "maxQueueSize | -1 | maxQueueSize=-1 must be at least 0",
                "maxConcurrency | 0 | maxConcurrency=0 must be from 1",
                "burst | often | burst=often must be learn, careful or a duration",
                "burst | 2m | burst=120.0 s must be from 0.1 s to 60 s",
                "transactedMaxWait | -1 | transactedMaxWait=-1 must be at least 0",
                "spendPerDay | -1 | spendPerDay=-1.0 must be from 0",
                "spendPerDay | NaN | spendPerDay=NaN must be a number of USD; leave it out for no cap",
                "limitsFile | classpath:none.json | limitsFile=classpath:none.json is not there: it must be file: and a path",
                "limitsFile | file:none.json | limitsFile=file:none.json is not there: it must be file: and a path",
                "headerMapping | x-key=CamelClaudeModel | CamelClaudeModel can't be set from outside",
                "headerMapping | x-key | x-key must be the name of a header, = and one of",
                "headerMapping | a=CamelClaudePriority,b=CamelClaudePriority | a and b can't both set CamelClaudePriority",
            })
    void a_wrong_option_of_the_component_fails_at_start_and_is_named_with_its_value(
            String option, String value, String complaint) {
        assertThatThrownBy(() -> {
                    bind(option, value);
                    startWith("claude:messages");
                })
                .hasStackTraceContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude:messages?priority=urgent | priority=urgent must be one of critical, high, normal and low",
                "claude:messages?queueTimeout=-1 | queueTimeout=-1 must be at least 0",
                "claude:throttle?permitTimeout=0 | permitTimeout=0 must be at least 1",
                "claude:messages?whenFull=maybe | maybe",
                "claude:limits?limitsAction=guess | guess",
                "claude:messages?permitTimeout=1s | The option permitTimeout does not belong to claude:messages",
                "claude:throttle?stream=true | The option stream does not belong to claude:throttle",
                "claude:throttle?responseFormat=json | The option responseFormat does not belong to claude:throttle",
                "claude:limits?model=claude-haiku-5-5 | The option model does not belong to claude:limits",
                "claude:models?priority=low | The option priority does not belong to claude:models",
                "claude:messages?tier=start | tier",
            })
    void a_wrong_option_of_an_endpoint_fails_at_start_and_is_named(String uri, String complaint) {
        assertThatThrownBy(() -> startWith(uri)).hasStackTraceContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "tier,build",
        "requestsPerMinute,60",
        "spendPerDay,5.0",
        "limitsFile,file:x",
        "quotaShare,0.25",
        "burst,careful"
    })
    void without_a_limiter_an_option_of_it_has_no_effect_and_fails(String option, String value) throws Exception {
        component.setLimiter(LimiterMode.off);
        bind(option, value);

        assertThatThrownBy(() -> startWith("claude:messages"))
                .hasStackTraceContaining("The options limiter=off and " + option + "=" + value + " exclude each other");
    }

    @Test
    void a_cap_on_the_money_of_a_model_class_is_checked() {
        LimitOptions opus = new LimitOptions();
        opus.setSpendPerDay(-1.0);
        component.setLimits(Map.of("claude-opus-5-5", opus));
        assertThatThrownBy(() -> startWith("claude:messages"))
                .hasStackTraceContaining("limits[claude-opus-5-5].spendPerDay=-1.0 must be from 0 to");
    }

    @Test
    void a_cap_on_money_is_of_no_backend() {
        LimitOptions opus = new LimitOptions();
        opus.setSpendPerDay(1.0);
        BackendOptions eu = new BackendOptions();
        eu.setType("bedrock");
        eu.setRegion("eu-central-1");
        eu.setLimits(Map.of("claude-opus-5-5", opus));
        component.setBackends(Map.of("eu", eu));

        assertThatThrownBy(() -> startWith("claude:throttle"))
                .hasStackTraceContaining(
                        "backends[eu].limits[claude-opus-5-5] can't cap money, which all backends spend"
                                + " together: set limits[claude-opus-5-5].spendPerDay or spendPerMonth");
    }

    @Test
    void where_nothing_may_wait_nobody_can_wait_for_room() {
        component.setMaxQueueSize(0);

        assertThatThrownBy(() -> startWith("claude:messages"))
                .hasStackTraceContaining("maxQueueSize=0 and whenFull=wait exclude each other");
    }

    private void bind(String option, String value) {
        PropertyBindingSupport.build()
                .withCamelContext(context)
                .withTarget(component)
                .withProperty(option, value)
                .bind();
    }

    private Limit limit(String modelClass, Dimension dimension) {
        return component.limiter().picture().groups().stream()
                .filter(group -> group.name().text().endsWith("/" + modelClass))
                .map(GroupPicture::dimensions)
                .flatMap(List::stream)
                .map(one -> one.limit())
                .filter(limit -> limit.dimension().equals(dimension))
                .findFirst()
                .orElseThrow();
    }
}
