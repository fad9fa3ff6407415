/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.backend.AnthropicApi;
import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendSettings;
import io.github.camelclaude.backend.SharedBackends;
import io.github.camelclaude.catalog.ModelCatalog;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The {@code claude:} component. It owns what its endpoints share: the clients, the threads they use and the model
 * catalog.
 */
@Component("claude")
public class ClaudeComponent extends DefaultComponent {

    /** The JDK's HTTP client only needs threads for TLS and for handing on what was read. */
    private static final int NETWORK_THREADS = 4;

    @Metadata(description = "The options of a call, for all endpoints that do not set their own.")
    private ClaudeConfiguration configuration = new ClaudeConfiguration();

    @Metadata(
            label = "advanced",
            defaultValue = "32",
            description =
                    "How many threads routes may use at once to go on after an answer. Waiting for an answer takes"
                            + " none.")
    private int workerPoolSize = 32;

    private final ModelCatalog catalog = ModelCatalog.load();
    private final SharedBackends backends = new SharedBackends(this::createBackend);
    private ExecutorService workers;
    private ExecutorService network;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ClaudeEndpoint endpoint = new ClaudeEndpoint(uri, this, operation(remaining), configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static ClaudeOperation operation(String name) {
        return Arrays.stream(ClaudeOperation.values())
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("claude:" + name + " is not an operation; there is "
                        + Arrays.toString(ClaudeOperation.values()) + ", as in claude:messages?model=..."));
    }

    Backend borrow(BackendSettings settings) {
        return backends.borrow(settings);
    }

    void release(BackendSettings settings) {
        backends.release(settings);
    }

    ModelCatalog catalog() {
        return catalog;
    }

    private Backend createBackend(BackendSettings settings) {
        return new AnthropicApi(settings, network(), workers());
    }

    private synchronized ExecutorService workers() {
        if (workers == null) {
            workers = pool("ClaudeWorker", workerPoolSize);
        }
        return workers;
    }

    private synchronized ExecutorService network() {
        if (network == null) {
            network = pool("ClaudeNetwork", NETWORK_THREADS);
        }
        return network;
    }

    private ExecutorService pool(String name, int size) {
        ThreadPoolProfile profile = new ThreadPoolProfile(name);
        profile.setPoolSize(size);
        profile.setMaxPoolSize(size);
        profile.setKeepAliveTime(60L);
        profile.setAllowCoreThreadTimeOut(true);
        // What may wait here is bounded by the calls in flight.
        profile.setMaxQueueSize(-1);
        return getCamelContext().getExecutorServiceManager().newThreadPool(this, name, profile);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (workerPoolSize < 1) {
            throw new IllegalArgumentException("workerPoolSize=" + workerPoolSize + " must be at least 1");
        }
    }

    @Override
    protected synchronized void doStop() throws Exception {
        super.doStop();
        backends.close();
        if (workers != null) {
            getCamelContext().getExecutorServiceManager().shutdownGraceful(workers);
            workers = null;
        }
        if (network != null) {
            getCamelContext().getExecutorServiceManager().shutdownGraceful(network);
            network = null;
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
}
