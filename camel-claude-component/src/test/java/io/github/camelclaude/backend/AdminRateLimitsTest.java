/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelclaude.catalog.LimitCatalog;
import io.github.camelclaude.limits.CallScope;
import io.github.camelclaude.limits.CallScope.Pool;
import io.github.camelclaude.limits.ConfiguredLimits;
import io.github.camelclaude.limits.LimitSources;
import io.github.camelclaude.limits.ServiceLimits;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.limit.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class AdminRateLimitsTest {

    private static final String WORKSPACE = "wrkspc_01Team";
    private static final String SECRET = "sk-ant-admin-very-secret";

    private final ClaudeSimulator simulator = ClaudeSimulator.builder()
            .port(0)
            .tier("build")
            .workspaceCap(WORKSPACE, "opus-5", Limits.perMinute(100, 50_000, 9_000))
            .start();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Logger logger = (Logger) LoggerFactory.getLogger(AdminRateLimits.class);
    private final Level levelBefore = logger.getLevel();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.WARN);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        logger.setLevel(levelBefore);
        threads.shutdownNow();
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023-06-01", "2026-10-21"})
    void the_limits_of_the_organization_are_told_in_either_version(String version) throws Exception {
        LimitSources sources = sources();
        try (AdminRateLimits admin = admin(simulator.baseUrl(), version)) {
            sources.learned(told(admin.ofOrganization()));
        }

        assertThat(sources.apply(new GroupName("anthropic/organization/opus-5")).limits())
                .containsExactly(
                        Limit.perMinute(Dimension.REQUESTS, 5_000, Limit.Source.ADMIN_API),
                        Limit.perMinute(Dimension.INPUT_TOKENS, 5_000_000, Limit.Source.ADMIN_API),
                        Limit.perMinute(Dimension.OUTPUT_TOKENS, 1_000_000, Limit.Source.ADMIN_API));
        assertThat(sources.apply(new GroupName("anthropic/organization/batch")).limits())
                .containsExactly(
                        Limit.perMinute(Dimension.REQUESTS, 2_000, Limit.Source.ADMIN_API),
                        Limit.perMinute(ServiceLimits.QUEUED_BATCH_ITEMS, 300_000, Limit.Source.ADMIN_API));
        assertThat(sources.apply(new GroupName("anthropic/organization/count-tokens"))
                        .limits())
                .containsExactly(Limit.perMinute(Dimension.REQUESTS, 4_000, Limit.Source.ADMIN_API));
        assertThat(logged.list).isEmpty();
    }

    @Test
    void what_a_workspace_has_of_its_own_is_a_group_of_its_own() throws Exception {
        LimitSources sources = sources();
        try (AdminRateLimits admin = admin(simulator.baseUrl(), "2026-10-21")) {
            sources.learned(told(admin.ofOrganization()).and(told(admin.ofWorkspace(WORKSPACE))));
        }
        GroupName own = new GroupName("anthropic/" + WORKSPACE + "/opus-5");

        assertThat(sources.path(new CallScope("claude-opus-5", Pool.STANDARD, Optional.of(WORKSPACE), "")))
                .containsExactly(new GroupName("anthropic/organization/opus-5"), own);
        assertThat(sources.apply(own).limits())
                .containsExactly(
                        Limit.perMinute(Dimension.REQUESTS, 100, Limit.Source.ADMIN_API),
                        Limit.perMinute(Dimension.INPUT_TOKENS, 50_000, Limit.Source.ADMIN_API),
                        Limit.perMinute(Dimension.OUTPUT_TOKENS, 9_000, Limit.Source.ADMIN_API));
    }

    /** As the guide shows it: two answers in one file. */
    @Test
    void what_was_exported_by_hand_is_read_from_a_file() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(exported("/v1/organizations/rate_limits"));
        file.write(exported("/v1/organizations/workspaces/" + WORKSPACE + "/rate_limits"));

        ServiceLimits limits =
                ServiceLimits.read(new ByteArrayInputStream(file.toByteArray()), "limitsFile=file:limits.json");

        LimitSources sources = sources(limits);
        List<GroupName> path = sources.path(CallScope.of("claude-opus-5"));
        assertThat(path)
                .extracting(GroupName::text)
                .containsExactly("anthropic/organization/opus-5", "anthropic/" + WORKSPACE + "/opus-5");
        assertThat(sources.apply(path.get(0)).limits())
                .contains(Limit.perMinute(Dimension.REQUESTS, 5_000, Limit.Source.FILE));
        assertThat(sources.apply(path.get(1)).limits())
                .contains(Limit.perMinute(Dimension.REQUESTS, 100, Limit.Source.FILE));
    }

    private byte[] exported(String path) throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
                                .header("x-api-key", SECRET)
                                .header("anthropic-version", "2026-10-21")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void a_key_that_is_no_admin_key_is_told_once_without_the_key_and_the_next_source_counts() throws Exception {
        LimitSources sources = sources();
        try (AdminRateLimits admin = admin(simulator.baseUrl(), "2026-10-21", "sk-ant-api-very-secret")) {
            for (int i = 0; i < 3; i++) {
                ServiceLimits told = told(admin.ofOrganization());
                assertThat(told).isEqualTo(ServiceLimits.NONE);
                sources.learned(told);
            }
        }

        assertThat(sources.apply(new GroupName("anthropic/organization/opus-5")).limits())
                .contains(Limit.perMinute(Dimension.REQUESTS, 1_000, Limit.Source.TIER));
        assertThat(messages())
                .hasSize(1)
                .allSatisfy(message ->
                        assertThat(message).contains("adminApiKey", "403").doesNotContain("very-secret"));
    }

    @Test
    void a_place_that_does_not_answer_stands_in_nobodys_way() throws Exception {
        try (AdminRateLimits admin = admin("http://127.0.0.1:1", "2026-10-21")) {
            assertThat(told(admin.ofOrganization())).isEqualTo(ServiceLimits.NONE);
        }

        assertThat(messages())
                .hasSize(1)
                .allSatisfy(message -> assertThat(message).doesNotContain(SECRET));
    }

    private List<String> messages() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private AdminRateLimits admin(String baseUrl, String version) {
        return admin(baseUrl, version, SECRET);
    }

    private AdminRateLimits admin(String baseUrl, String version, String key) {
        return new AdminRateLimits(
                BackendSettings.anthropic("anthropic", URI.create(baseUrl), ApiKey.of(key), version),
                new TransportSettings(null, null),
                threads,
                threads);
    }

    private static ServiceLimits told(CompletionStage<ServiceLimits> asked) throws Exception {
        return asked.toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    private static LimitSources sources() {
        return sources(ServiceLimits.NONE);
    }

    private static LimitSources sources(ServiceLimits file) {
        LimitCatalog catalog = LimitCatalog.load();
        return new LimitSources(
                "anthropic",
                catalog.endpoint("anthropic"),
                null,
                catalog,
                ConfiguredLimits.NONE,
                file,
                Optional.of(catalog.tier("start")));
    }
}
