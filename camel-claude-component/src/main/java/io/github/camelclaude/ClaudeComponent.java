/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.backend.AdminRateLimits;
import io.github.camelclaude.backend.AnthropicApi;
import io.github.camelclaude.backend.ApiKey;
import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendSettings;
import io.github.camelclaude.backend.SharedBackends;
import io.github.camelclaude.backend.TransportSettings;
import io.github.camelclaude.batch.BatchEvents;
import io.github.camelclaude.batch.BatchStore;
import io.github.camelclaude.batch.Savings;
import io.github.camelclaude.cache.JCachePrefixes;
import io.github.camelclaude.call.Admission;
import io.github.camelclaude.call.Continuation;
import io.github.camelclaude.call.LimiterSource;
import io.github.camelclaude.call.Place;
import io.github.camelclaude.call.PromptCaching;
import io.github.camelclaude.catalog.BackendCatalog;
import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.counttokens.TokenCounting;
import io.github.camelclaude.messages.OpenStreams;
import io.github.camelclaude.observe.Decisions;
import io.github.camelclaude.observe.ObservedBackend;
import io.github.camelclaude.prefix.PrefixRegistry;
import io.github.camelclaude.rate.Limiter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.cache.Cache;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * The {@code claude:} component. It owns what its endpoints share: the limiter, the clients, the threads they use, the open
 * streams and the model catalog.
 */
@Component("claude")
public class ClaudeComponent extends ClaudePrefixesComponent implements SSLContextParametersAware, LimiterSource {

    @Metadata(description = "The options of a call, for all endpoints that do not set their own.")
    private ClaudeConfiguration configuration = new ClaudeConfiguration();

    @Metadata(
            label = "advanced",
            defaultValue = "32",
            description =
                    "How many threads routes may use at once to go on after an answer. Waiting for an answer takes"
                            + " none.")
    private int workerPoolSize = 32;

    @Metadata(
            label = "advanced",
            defaultValue = "64",
            description = "How many streamed answers may be open at once; one more is refused.")
    private int maxStreams = 64;

    @Metadata(
            label = "advanced",
            autowired = false,
            description =
                    "Where claude:count-tokens remembers counts: a bean (#name), a JCache of any provider for texts"
                            + " (String) under texts, which many nodes may share and which bounds itself. Without it,"
                            + " Ehcache is used if it is on the class path.")
    private Cache<String, String> tokenCountCache;

    @Metadata(
            label = "advanced",
            defaultValue = "10000",
            description = "How many counts claude:count-tokens remembers in a cache of its own; 0 to remember none, in"
                    + " tokenCountCache neither.")
    private int tokenCountCacheSize = 10_000;

    @Metadata(label = "security", description = "Trusts, keys, protocols and cipher suites for TLS.")
    private SSLContextParameters sslContextParameters;

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Whether to use the SSLContextParameters of the Camel context.")
    private boolean useGlobalSslContextParameters;

    @Metadata(label = "proxy", description = "The host of an HTTP proxy to reach the API through.")
    private String proxyHost;

    @Metadata(label = "proxy", description = "The port of the HTTP proxy.")
    private Integer proxyPort;

    private static final BackendCatalog PLACES = BackendCatalog.load();

    private final ModelCatalog catalog = ModelCatalog.load();
    private final SharedBackends backends = new SharedBackends(this::createBackend);
    private ComponentThreads threads;
    private volatile OpenStreams openStreams;
    private TransportSettings transport;
    private volatile ComponentAdmission admission;
    private Continuation continuation;
    private PromptCaching promptCaching;
    private TokenCounting tokenCounting;
    private BatchStore batchStore;
    private BatchEvents batchEvents;
    private final Savings savings = new Savings(this::itemAnswered);
    private final Offloading offloading = new Offloading(this);
    private ComponentPrefixes prefixes;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ClaudeEndpoint endpoint = new ClaudeEndpoint(
                uri, this, ClaudeOperation.of(remaining), configuration.copy(), Set.copyOf(parameters.keySet()));
        checkChoices(parameters);
        setProperties(endpoint, parameters);
        LedgerBean.bind(this);
        return endpoint;
    }

    /** Camel's own error names the wrong value, and not which there are. */
    private void checkChoices(Map<String, Object> parameters) {
        PropertyConfigurerGetter options = (PropertyConfigurerGetter) getEndpointPropertyConfigurer();
        parameters.forEach((name, value) -> {
            Class<?> type = options.getOptionType(name, true);
            boolean isChoice = type != null && type.isEnum() && value instanceof String text && !text.startsWith("#");
            if (isChoice && getCamelContext().getTypeConverter().tryConvertTo(type, value) == null) {
                throw new IllegalArgumentException(
                        name + "=" + value + " must be one of " + Arrays.toString(type.getEnumConstants()));
            }
        });
    }

    /** Whether it names its backends; otherwise each endpoint knows where to call. */
    boolean namesBackends() {
        return named().areConfigured();
    }

    /** Backends that are beans, by their names. */
    private Map<String, BackendOptions> beans() {
        return isAutowiredEnabled()
                ? getCamelContext().getRegistry().findByTypeWithName(BackendOptions.class)
                : Map.of();
    }

    private ComponentBackends named() {
        return new ComponentBackends(this, configuration, beans());
    }

    /** Where the backends are that it names. */
    Map<String, BackendSettings> namedBackends() {
        return named().settings();
    }

    /** A backend as calls see it. */
    Place place(BackendSettings settings, Backend backend) {
        return new Place(
                settings.name(),
                PLACES.regions(settings.kind(), settings.region(), settings.profile()),
                backend,
                running().draws(settings.name()),
                running().standing(settings.name()),
                (operation, request) -> PLACES.can(settings.kind(), operation)
                        ? PLACES.cannot(settings.kind(), request.body())
                        : List.of(PLACES.title(settings.kind()) + " has no " + operation),
                settings::account);
    }

    Backend borrow(BackendSettings settings) {
        return backends.borrow(settings);
    }

    void release(BackendSettings settings) {
        backends.release(settings);
    }

    int openBackends() {
        return backends.size();
    }

    /** What lets calls in. */
    public Admission admission() {
        return running().admission();
    }

    /** The limiter that all endpoints share; there is one while the component runs. */
    @Override
    public Limiter limiter() {
        return running().limiter();
    }

    /** How the limits stand, ready for JSON. */
    public Map<String, Object> limitsPicture() {
        Map<String, Object> picture = running().picture();
        picture.put("batches", offloading.picture(savings));
        picture.put("cache", promptCaching.picture());
        return picture;
    }

    /** Whether the prompt cache pays, ready for JSON. */
    public Map<String, Object> cacheReport() {
        running();
        return promptCaching.report();
    }

    /** The same as a table to read. */
    public String cacheTable() {
        running();
        return promptCaching.table();
    }

    PromptCaching promptCaching() {
        return promptCaching;
    }

    Decisions decisions() {
        return running().decisions();
    }

    private ComponentAdmission running() {
        ComponentAdmission now = admission;
        if (now == null) {
            throw new IllegalStateException("The claude component has not been started: it has no limiter yet");
        }
        return now;
    }

    Continuation continuation() {
        return continuation;
    }

    ModelCatalog catalog() {
        return catalog;
    }

    /** The streamed answers that are being read. */
    public OpenStreams openStreams() {
        return openStreams;
    }

    synchronized TokenCounting tokenCounting() {
        if (tokenCounting == null) {
            tokenCounting = TokenCounting.open(
                    getCamelContext(), tokenCountCache, tokenCountCacheSize, threads.counting(), threads.workers());
        }
        return tokenCounting;
    }

    /** The beginnings of prompts that calls share; read when the first endpoint asks, since beans may be bound late. */
    synchronized ComponentPrefixes prefixes() throws IOException {
        if (prefixes == null) {
            ComponentPrefixes read = new ComponentPrefixes(catalog);
            read.declare(getCamelContext(), getCachePrefixes(), isAutowiredEnabled());
            prefixes = read;
        }
        return prefixes;
    }

    /** What endpoints share that know batches; opened when the first of them starts. */
    synchronized BatchStore batchStore() {
        if (batchStore == null) {
            batchStore = ComponentBatches.open(
                    this, threads, batchEvents == null ? new PublishedBatchEvents(getCamelContext()) : batchEvents);
        }
        return batchStore;
    }

    Executor ledgerThreads() {
        return threads.ledger();
    }

    /** What batches have saved since the start. */
    private void itemAnswered(String prefix, ClaudeModel model, TokenUsage usage) {
        promptCaching.countItem(prefix, model, usage);
        if (model != null) {
            running().spent(model.id(), model.batchCost(usage));
        }
    }

    Savings savings() {
        return savings;
    }

    /** The calls that go into batches by themselves. */
    Offloading offloading() {
        return offloading;
    }

    ScheduledExecutorService timer() {
        return threads.timer();
    }

    /** Whether a place has an operation. */
    static boolean can(BackendSettings settings, ClaudeOperation operation) {
        return PLACES.can(settings.kind(), operation.label());
    }

    /** Whether it can be left to the service to mark a conversation. */
    static boolean marksByItself(BackendSettings settings) {
        return PLACES.cannot(settings.kind(), Map.of("cache_control", Map.of())).isEmpty();
    }

    /** Who is told what happens to batches, rather than the log and the context's notifiers; before the start. */
    void setBatchEvents(BatchEvents batchEvents) {
        this.batchEvents = batchEvents;
    }

    private synchronized void closeLedger() {
        if (batchStore != null) {
            batchStore.ledger().close();
            batchStore = null;
        }
    }

    private synchronized void stopCounting() {
        if (tokenCounting != null) {
            tokenCounting.close();
            tokenCounting = null;
        }
    }

    private Backend createBackend(BackendSettings settings) {
        return new ObservedBackend(
                new AnthropicApi(settings, transport, threads.network(), threads.calls(), threads.credentials()),
                Clock.systemUTC());
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        SettingsReader.positive("workerPoolSize", workerPoolSize);
        SettingsReader.positive("maxStreams", maxStreams);
        SettingsReader.positive("prefixCacheEntries", getPrefixCacheEntries());
        ComponentBatches.check(this);
        new LimiterOptions(getCamelContext(), this).check();
        named().byName();
        getCamelContext().addLifecycleStrategy(new StopWaiting());
        getCamelContext().addLifecycleStrategy(new SleepingRedelivery(getCamelContext()));
        getCamelContext().addLifecycleStrategy(new PolledBatches());
        if (tokenCountCacheSize < 0) {
            throw new IllegalArgumentException("tokenCountCacheSize=" + tokenCountCacheSize + " must be at least 0");
        }
        if ((proxyHost == null) != (proxyPort == null)) {
            throw new IllegalArgumentException(
                    "proxyHost=" + proxyHost + " and proxyPort=" + proxyPort + " only have an effect together");
        }
    }

    @Override
    protected void doStart() throws Exception {
        threads = new ComponentThreads(getCamelContext(), this, workerPoolSize);
        openStreams = new OpenStreams(maxStreams, threads.timer());
        transport = transportSettings();
        continuation = new Continuation(threads.workers());
        admission = new ComponentAdmission(
                new LimiterOptions(getCamelContext(), this), named().byName(), getLimiter(), catalog, threads);
        promptCaching = new PromptCaching(
                prefixRegistry(),
                isWarmGate(),
                PromptCaching.LEASE,
                admission.admission(),
                catalog,
                () -> ThreadLocalRandom.current().nextLong(),
                threads.warmers());
        if (getAdminApiKey() != null) {
            admission.ask(adminApi());
        }
        super.doStart();
    }

    /** A cache that is named shows its mistakes at start; one of our own is only made when it is needed. */
    private Supplier<PrefixRegistry> prefixRegistry() {
        ComponentThreads pools = threads;
        Supplier<PrefixRegistry> open = () ->
                JCachePrefixes.open(getCamelContext(), getPrefixCache(), getPrefixCacheEntries(), pools.prefixes());
        if (getPrefixCache() == null) {
            return open;
        }
        PrefixRegistry opened = open.get();
        return () -> opened;
    }

    private TransportSettings transportSettings() throws Exception {
        SSLContextParameters ssl =
                sslContextParameters == null ? retrieveGlobalSslContextParameters() : sslContextParameters;
        return new TransportSettings(
                ssl == null ? null : ssl.createSSLContext(getCamelContext()),
                proxyHost == null ? null : new InetSocketAddress(proxyHost, proxyPort));
    }

    private AdminRateLimits adminApi() {
        return new AdminRateLimits(
                BackendSettings.anthropic(
                        ComponentBackends.DEFAULT,
                        URI.create(configuration.getBaseUrl().strip()),
                        ApiKey.of(getAdminApiKey()),
                        configuration.getAnthropicVersion()),
                transport,
                threads.network(),
                threads.calls());
    }

    /** A context that stops gives its routes some time: what can't end in it need not begin to wait. */
    private final class StopWaiting extends LifecycleStrategySupport {

        @Override
        public void onContextStopping(CamelContext context) {
            ComponentAdmission now = admission;
            if (now != null) {
                ShutdownStrategy strategy = context.getShutdownStrategy();
                now.admission()
                        .stopWaiting(Duration.ofMillis(strategy.getTimeUnit().toMillis(strategy.getTimeout())));
                promptCaching.stopWaiting();
            }
            offloading.contextStops();
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (admission != null) {
            admission.close();
            promptCaching.close();
        }
        if (openStreams != null) {
            openStreams.close();
        }
        stopCounting();
        backends.close();
        if (threads != null) {
            threads.shutdown();
        }
        closeLedger();
    }

    /** Bound at once: routes whose endpoints are made before ours look for it. */
    @Override
    public void setLedgerBean(String ledgerBean) {
        super.setLedgerBean(ledgerBean);
        if (getCamelContext() != null) {
            LedgerBean.bind(this);
        }
    }

    public ClaudeConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ClaudeConfiguration configuration) {
        this.configuration = configuration;
    }

    public int getWorkerPoolSize() {
        return workerPoolSize;
    }

    public void setWorkerPoolSize(int workerPoolSize) {
        this.workerPoolSize = workerPoolSize;
    }

    public int getMaxStreams() {
        return maxStreams;
    }

    public void setMaxStreams(int maxStreams) {
        this.maxStreams = maxStreams;
    }

    public Cache<String, String> getTokenCountCache() {
        return tokenCountCache;
    }

    public void setTokenCountCache(Cache<String, String> tokenCountCache) {
        this.tokenCountCache = tokenCountCache;
    }

    public int getTokenCountCacheSize() {
        return tokenCountCacheSize;
    }

    public void setTokenCountCacheSize(int tokenCountCacheSize) {
        this.tokenCountCacheSize = tokenCountCacheSize;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public Integer getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(Integer proxyPort) {
        this.proxyPort = proxyPort;
    }
}
