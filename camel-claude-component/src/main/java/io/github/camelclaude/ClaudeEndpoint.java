/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.backend.ApiKey;
import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendSettings;
import io.github.camelclaude.batch.Adopt;
import io.github.camelclaude.batch.BatchAction;
import io.github.camelclaude.batch.BatchProducer;
import io.github.camelclaude.batch.BatchSettings;
import io.github.camelclaude.batch.Batching;
import io.github.camelclaude.batch.ItemSettings;
import io.github.camelclaude.batch.LedgerProducer;
import io.github.camelclaude.batch.ResultOrder;
import io.github.camelclaude.cache.CachePrefixProducer;
import io.github.camelclaude.cache.PrefixLayers;
import io.github.camelclaude.cache.PrefixSources;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.call.Place;
import io.github.camelclaude.call.Router;
import io.github.camelclaude.call.Where;
import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.counttokens.CountTokensProducer;
import io.github.camelclaude.messages.CallSettings;
import io.github.camelclaude.messages.MessagesProducer;
import io.github.camelclaude.messages.Overflow;
import io.github.camelclaude.messages.ResponseFormat;
import io.github.camelclaude.messages.StreamingProducer;
import io.github.camelclaude.models.ModelsProducer;
import io.github.camelclaude.observe.ClaudeHealthCheck;
import io.github.camelclaude.observe.LimitsProducer;
import io.github.camelclaude.observe.ObservedBackend;
import io.github.camelclaude.offload.Offload;
import io.github.camelclaude.offload.OffloadMode;
import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.throttle.ThrottleProducer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.ObjectHelper;

/** Call Anthropic's Claude: prompts in, answers out, asynchronously. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "claude",
        title = "Claude",
        syntax = "claude:operation",
        remote = true,
        category = {Category.AI},
        headersClass = ClaudeConstants.class)
public class ClaudeEndpoint extends ScheduledPollEndpoint implements AsyncEndpoint {

    /** The value of the option model that leaves the model to a header of each message. */
    static final String MODEL_FROM_HEADER = "header";

    /** The version of the API from which on temperature, top_p and top_k are refused. */
    private static final String WITHOUT_SAMPLING = "2026-10-21";

    private static final Set<ClaudeOperation> NEED_NO_MODEL = Set.copyOf(EnumSet.complementOf(
            EnumSet.of(ClaudeOperation.MESSAGES, ClaudeOperation.THROTTLE, ClaudeOperation.COUNT_TOKENS)));

    @UriPath(
            enums =
                    "messages,throttle,cache-prefix,count-tokens,models,batch,batch-ledger,batch-retrieve,batch-list,batch-cancel,batch-delete,batch-results,"
                            + "limits",
            description = "What the endpoint does")
    private final ClaudeOperation operation;

    @UriParam
    private ClaudeConfiguration configuration;

    private final Set<String> given;
    private List<BackendSettings> backendSettings = List.of();
    private CallSettings callSettings;
    private PrefixLayers prefixLayers;
    private volatile Router router;
    private ClaudeHealthCheck healthCheck;
    private Offload offload;

    /** @param given the names of the options that the endpoint sets itself */
    public ClaudeEndpoint(
            String uri,
            ClaudeComponent component,
            ClaudeOperation operation,
            ClaudeConfiguration configuration,
            Set<String> given) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
        this.given = Set.copyOf(given);
    }

    @Override
    public Producer createProducer() {
        return switch (operation) {
            case MESSAGES -> configuration.isStream() ? streamingProducer() : messagesProducer();
            case THROTTLE -> new ThrottleProducer(this, callSettings, this::callPath);
            case CACHE_PREFIX ->
                new CachePrefixProducer(this, callSettings, prefixLayers, configuration.isPrewarm(), this::callPath);
            case LIMITS ->
                new LimitsProducer(
                        this,
                        configuration.getLimitsAction(),
                        getComponent()::limitsPicture,
                        getComponent()::cacheReport,
                        getComponent()::cacheTable,
                        getComponent()::decisions);
            case COUNT_TOKENS ->
                new CountTokensProducer(this, callSettings, countedAt(), this::callPath, getComponent()::tokenCounting);
            case MODELS -> new ModelsProducer(this, callSettings, this::callPath);
            case BATCH -> batching().producer(this, itemSettings());
            case BATCH_LEDGER -> new LedgerProducer(this, configuration.getLedgerAction(), getComponent()::batchStore);
            case BATCH_RETRIEVE -> batchProducer(BatchAction.RETRIEVE);
            case BATCH_LIST -> batchProducer(BatchAction.LIST);
            case BATCH_CANCEL -> batchProducer(BatchAction.CANCEL);
            case BATCH_DELETE -> batchProducer(BatchAction.DELETE);
            case BATCH_RESULTS -> batchProducer(BatchAction.RESULTS);
        };
    }

    /** What one place counted is not taken for what another would count. */
    private String countedAt() {
        return backendSettings.stream()
                .map(place -> place.kind() + "@" + place.baseUrl())
                .collect(Collectors.joining(","));
    }

    private Producer batchProducer(BatchAction action) {
        return new BatchProducer(this, action, callSettings, configuration.getMaxBatches(), this::callPath);
    }

    private Producer messagesProducer() {
        return new MessagesProducer(this, callSettings, this::callPath, overflow());
    }

    /** Producers of one endpoint share it. */
    private synchronized Overflow overflow() {
        if (configuration.getOffload() != OffloadMode.batch) {
            return Overflow.NONE;
        }
        if (offload == null) {
            offload = getComponent()
                    .offloading()
                    .offload(this, callSettings, this::callPath, name -> batching(name, null), takesSampling());
        }
        return offload;
    }

    /** Hands on what comes out of the batches of its calls. */
    Consumer offloadConsumer(Batching batching, Processor processor) throws Exception {
        Consumer consumer = batching.consumer(
                this,
                processor,
                ResponseFormat.message,
                false,
                false,
                false,
                getComponent().catalog(),
                getComponent().savings());
        configureConsumer(consumer);
        return consumer;
    }

    private List<BackendSettings> allowedBackends() {
        List<String> allowed = callSettings.where().backends();
        return backendSettings.stream()
                .filter(place -> allowed.isEmpty() || allowed.contains(place.name()))
                .toList();
    }

    private void requireBatches() {
        if (allowedBackends().stream().noneMatch(place -> ClaudeComponent.can(place, ClaudeOperation.BATCH))) {
            throw new IllegalArgumentException(
                    "offload=batch: none of the backends that the endpoint allows has batches;"
                            + " allow another one in allowedBackends, or use offload=never");
        }
    }

    private Producer streamingProducer() {
        return new StreamingProducer(
                this,
                callSettings,
                configuration.getStreamFormat(),
                Duration.ofMillis(configuration.getStreamIdleTimeout()),
                this::callPath,
                getComponent()::openStreams);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != ClaudeOperation.BATCH) {
            throw new UnsupportedOperationException("claude:" + operation
                    + " can't be consumed from: use it in to(...); from(...) is for claude:batch");
        }
        Consumer consumer = batching()
                .consumer(
                        this,
                        processor,
                        configuration.getResponseFormat(),
                        configuration.getResultOrder() == ResultOrder.input,
                        configuration.isLedgerTransaction(),
                        configuration.getAdopt() == Adopt.all,
                        getComponent().catalog(),
                        getComponent().savings());
        configureConsumer(consumer);
        return consumer;
    }

    /** A consumer that is asked for one exchange at a time could not tell whether that was dealt with. */
    @Override
    public PollingConsumer createPollingConsumer() {
        throw new UnsupportedOperationException(notPolled(operation.label()));
    }

    /** Why an operation can't be polled, and what to use. */
    static String notPolled(String operation) {
        String what = "claude:" + operation + " can't be polled (poll, pollEnrich): ";
        return operation.equals(ClaudeOperation.BATCH.label())
                ? what + "an item would count as handed on before its route is through. Use from(\"claude:batch\"), and"
                        + " correlate by the header CamelClaudeCustomId"
                : what + "use it in to(...) or enrich(...)";
    }

    private Batching batching() {
        return batching(configuration.getBatchName(), configuration.getDeadLetterUri());
    }

    private Batching batching(String name, String deadLetterUri) {
        Duration timeout = Duration.ofMillis(configuration.getCallTimeout());
        return new Batching(
                getComponent()::batchStore,
                this::callPath,
                task -> getComponent().ledgerThreads().execute(task),
                new BatchSettings(
                        name,
                        callSettings.where(),
                        timeout,
                        Duration.ofMillis(configuration.getCheckDelay()),
                        Duration.ofMillis(configuration.getMaxCheckDelay()),
                        Duration.ofMillis(configuration.getSuspectGrace()),
                        configuration.getMaxResubmits()),
                configuration.getMaxBatchItems(),
                configuration.getMaxBatchBytes(),
                ObjectHelper.isEmpty(deadLetterUri) ? null : getCamelContext().getEndpoint(deadLetterUri),
                Duration.ofMillis(getComponent().getLedgerRetention()));
    }

    private ItemSettings itemSettings() {
        return new ItemSettings(
                configuration.getItemFormat(),
                configuration.getItemId(),
                configuration.getItemText(),
                Where.names(configuration.getItemContext()),
                callSettings,
                takesSampling(),
                ItemSettings.LONGEST);
    }

    private boolean takesSampling() {
        return configuration.getAnthropicVersion().compareTo(WITHOUT_SAMPLING) < 0;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        OptionRules.check(operation, given, configuration);
        if (!NEED_NO_MODEL.contains(operation)
                || operation == ClaudeOperation.CACHE_PREFIX && configuration.isPrewarm()) {
            requireModel();
        }
        SettingsReader.positive("maxBatches", configuration.getMaxBatches());
        if (operation == ClaudeOperation.BATCH) {
            OptionRules.checkBatch(configuration, getComponent());
        }
        SettingsReader.positive("streamIdleTimeout", configuration.getStreamIdleTimeout());
        if (operation != ClaudeOperation.LIMITS && operation != ClaudeOperation.BATCH_LEDGER) {
            backendSettings = backends();
        }
        callSettings = new SettingsReader(getCamelContext(), configuration, getComponent())
                .read(getComponent().prefixes().settings(configuration));
        requireKnown(callSettings.where().backends());
        OptionRules.checkMarks(operation, callSettings.cache(), allowedBackends());
        if (operation == ClaudeOperation.MESSAGES && configuration.getOffload() == OffloadMode.batch) {
            OptionRules.checkBatch(configuration, getComponent());
            requireBatches();
        }
        if (operation == ClaudeOperation.CACHE_PREFIX) {
            readPrefix();
        }
    }

    private void readPrefix() throws Exception {
        prefixLayers = PrefixLayers.read(
                new PrefixSources(getCamelContext()),
                configuration.getPrefixTools(),
                configuration.getPrefixSystem(),
                configuration.getPrefixDocuments(),
                configuration.getPrefixHistory());
        if (configuration.getCachePrefix() != null) {
            if (!CachePrefix.isName(configuration.getCachePrefix())) {
                throw new IllegalArgumentException("cachePrefix=" + configuration.getCachePrefix()
                        + " must be letters, digits, dots, dashes and underscores, 64 at most");
            }
            getComponent().prefixes().promise(configuration.getCachePrefix());
        }
    }

    /** Those that the component names, or the one that the endpoint knows. */
    private List<BackendSettings> backends() {
        if (getComponent().namesBackends()) {
            for (String option : List.of("apiKey", "baseUrl")) {
                if (given.contains(option)) {
                    throw new IllegalArgumentException("The option " + option + " of claude:" + operation
                            + " and the component's backends exclude each other: give it as backends[NAME]." + option);
                }
            }
            return List.copyOf(getComponent().namedBackends().values());
        }
        URI baseUrl = URI.create(configuration.getBaseUrl().strip());
        ApiKey key = calls() ? apiKey() : ApiKey.of("none");
        return List.of(BackendSettings.anthropic(
                ComponentBackends.DEFAULT, baseUrl, key, configuration.getAnthropicVersion()));
    }

    private void requireKnown(List<String> allowed) {
        List<String> names = backendSettings.stream().map(BackendSettings::name).toList();
        List<String> unknown =
                allowed.stream().filter(name -> !names.contains(name)).toList();
        if (!unknown.isEmpty() && operation != ClaudeOperation.LIMITS && operation != ClaudeOperation.BATCH_LEDGER) {
            throw new IllegalArgumentException("allowedBackends=" + configuration.getAllowedBackends() + ": " + unknown
                    + " are not known; there are " + names);
        }
    }

    /** Whether it calls the service; the others only know the limiter, and need no key. */
    boolean calls() {
        return operation != ClaudeOperation.LIMITS
                && operation != ClaudeOperation.BATCH_LEDGER
                && (operation != ClaudeOperation.THROTTLE || configuration.isExactEstimate())
                && (operation != ClaudeOperation.CACHE_PREFIX || configuration.isPrewarm());
    }

    private void requireModel() {
        if (ObjectHelper.isEmpty(configuration.getModel())) {
            String current = getComponent().catalog().current().stream()
                    .map(ClaudeModel::id)
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "claude:" + operation + " needs a model and has none: set model on the endpoint or"
                            + " camel.component.claude.model, for example to one of " + current + " (as of "
                            + getComponent().catalog().asOf() + ")");
        }
    }

    private ApiKey apiKey() {
        if (configuration.getApiKeySupplier() != null) {
            return ApiKey.from(configuration.getApiKeySupplier());
        }
        if (ObjectHelper.isEmpty(configuration.getApiKey())) {
            throw new IllegalArgumentException(
                    "claude:" + operation + " needs an API key and has none. Ways to give one:"
                            + " camel.component.claude.apiKey={{env:ANTHROPIC_API_KEY}} in application.properties, the"
                            + " environment variable CAMEL_COMPONENT_CLAUDE_API_KEY, setApiKey(...) or"
                            + " setApiKeySupplier(...) on the component's configuration, or a property function of a"
                            + " vault such as {{aws:name}} or {{hashicorp:secret:engine/name}}. A key that merely lies"
                            + " in ANTHROPIC_API_KEY is not used by itself");
        }
        return ApiKey.of(configuration.getApiKey());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        // Some patterns (split, multicast) start their steps while the context is still getting ready for its
        // components.
        ServiceHelper.startService(getComponent());
        if (operation == ClaudeOperation.LIMITS || operation == ClaudeOperation.BATCH_LEDGER) {
            return;
        }
        if (operation != ClaudeOperation.CACHE_PREFIX && callSettings.cache().prefix() != null) {
            getComponent().prefixes().requireKnown(callSettings.cache().prefix());
        }
        List<ClaudeHealthCheck.Watched> watched = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        for (BackendSettings settings : backendSettings) {
            Backend backend = calls() ? getComponent().borrow(settings) : null;
            Place place = getComponent().place(settings, backend);
            places.add(place);
            if (backend instanceof ObservedBackend observed && mayCall(settings)) {
                watched.add(new ClaudeHealthCheck.Watched(
                        place.name(),
                        () -> observed.outcomes().verdict(),
                        () -> place.standing().state()));
            }
        }
        router = new Router(getComponent().getRouting(), places);
        if (!watched.isEmpty()) {
            addHealthCheck(watched);
        }
    }

    /** What it may not call says nothing about its health. */
    private boolean mayCall(BackendSettings settings) {
        List<String> allowed = callSettings.where().backends();
        return allowed.isEmpty() || allowed.contains(settings.name());
    }

    private void addHealthCheck(List<ClaudeHealthCheck.Watched> watched) {
        WritableHealthCheckRepository producers = HealthCheckHelper.getHealthCheckRepository(
                getCamelContext(), "producers", WritableHealthCheckRepository.class);
        if (producers != null) {
            healthCheck = new ClaudeHealthCheck(getId(), watched);
            healthCheck.setEnabled(getComponent().isHealthCheckProducerEnabled());
            producers.addHealthCheck(healthCheck);
        }
    }

    private void removeHealthCheck() {
        WritableHealthCheckRepository producers = HealthCheckHelper.getHealthCheckRepository(
                getCamelContext(), "producers", WritableHealthCheckRepository.class);
        if (healthCheck != null && producers != null) {
            producers.removeHealthCheck(healthCheck);
            healthCheck = null;
        }
    }

    @Override
    protected void doStop() throws Exception {
        removeHealthCheck();
        if (router != null) {
            router = null;
            if (calls()) {
                backendSettings.forEach(getComponent()::release);
            }
        }
        super.doStop();
    }

    CallPath callPath() {
        return new CallPath(
                router,
                getComponent().catalog(),
                getComponent().admission(),
                getComponent().continuation(),
                callSettings.retries(),
                configuration.isExactEstimate(),
                () -> ThreadLocalRandom.current().nextLong(),
                getComponent().promptCaching());
    }

    @Override
    public ClaudeComponent getComponent() {
        return (ClaudeComponent) super.getComponent();
    }

    public ClaudeOperation getOperation() {
        return operation;
    }

    public ClaudeConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ClaudeConfiguration configuration) {
        this.configuration = configuration;
    }
}
