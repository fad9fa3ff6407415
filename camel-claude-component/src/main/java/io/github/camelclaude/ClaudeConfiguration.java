/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.batch.Adopt;
import io.github.camelclaude.batch.ItemFormat;
import io.github.camelclaude.batch.LedgerAction;
import io.github.camelclaude.batch.ResultOrder;
import io.github.camelclaude.call.WhenFull;
import io.github.camelclaude.messages.BodyFormat;
import io.github.camelclaude.messages.ResponseFormat;
import io.github.camelclaude.messages.StreamFormat;
import io.github.camelclaude.observe.LimitsAction;
import java.util.function.Supplier;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of a call, settable on the component for all endpoints and on each endpoint. */
@Configurer
@UriParams
public class ClaudeConfiguration extends OffloadConfiguration {

    @UriParam(
            label = "security",
            secret = true,
            description = "The API key. Prefer setting it on the component, from a property such as "
                    + "{{env:ANTHROPIC_API_KEY}} or a vault; it is never read from the environment by itself.")
    private String apiKey;

    @UriParam(
            label = "security",
            description = "Where the key comes from at each attempt, so that it can be rotated while calls are "
                    + "under way. A bean (#name) that is quick and safe for many threads; instead of apiKey.")
    private Supplier<String> apiKeySupplier;

    @UriParam(
            defaultValue = "https://api.anthropic.com",
            description = "Where the API is, without /v1: a proxy, a gateway or a simulator.")
    private String baseUrl = "https://api.anthropic.com";

    @UriParam(defaultValue = "2026-10-21", description = "The version of the API.")
    private String anthropicVersion = "2026-10-21";

    @UriParam(
            description = "The model to call, such as claude-haiku-5-5. Required; there is no default, because it "
                    + "decides what a call costs. The value header leaves it to the header CamelClaudeModel of "
                    + "each message.")
    private String model;

    @UriParam(
            defaultValue = "4096",
            description = "The longest answer in tokens. Costs nothing by itself: only what is written is paid and "
                    + "counted towards the limits.")
    private long maxTokens = 4096;

    @UriParam(
            description = "The system prompt: plain text, or resource:classpath:file.txt (also file:). On a URI "
                    + "plain text shows up in logs and JMX; prefer resource: or a property of the component.")
    @Metadata(supportFileReference = true, largeInput = true)
    private String system;

    @UriParam(
            label = "producer",
            defaultValue = "text",
            enums = "text,request,turns",
            description = "What a message body is taken for: text (also a PDF or an image), request for a request "
                    + "of the Messages API (a map, JSON text or the type of the SDK), turns for a list of "
                    + "turns.")
    private BodyFormat bodyFormat = BodyFormat.text;

    @UriParam(
            label = "producer",
            defaultValue = "*",
            description = "The fields that a request in the message body may set, comma-separated; * for all. "
                    + "Narrow it where bodies come from outside, for example to messages: a request that sets "
                    + "another field is refused.")
    private String allowRequestFields = "*";

    @UriParam(
            defaultValue = "*",
            description = "The headers of a message that are read, comma-separated (CamelClaudeModel, "
                    + "CamelClaudeMaxTokens, CamelClaudeSystem, CamelClaudeDeadline, CamelClaudePriority, "
                    + "CamelClaudeFairnessKey); * for all, none for none. "
                    + "Narrow it where headers come from outside.")
    private String allowHeaders = "*";

    @UriParam(
            label = "producer",
            defaultValue = "text",
            enums = "text,json,message",
            description = "What the answer becomes as a message body: text, json for the parsed value (maps and "
                    + "lists), message for the type of the SDK.")
    private ResponseFormat responseFormat = ResponseFormat.text;

    @UriParam(
            label = "producer",
            description = "The JSON schema that the answer must follow: resource:classpath:schema.json, the name of "
                    + "a bean (#name: a String or a Map), or the schema itself.")
    @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "json")
    private String outputSchema;

    @UriParam(
            label = "producer",
            defaultValue = "refusal,truncated,schema,paused",
            description = "Which answers are failures although they are paid, comma-separated: refusal, truncated, "
                    + "schema (not the JSON that was asked for), paused; none for none. Not for streams.")
    private String failOn = "refusal,truncated,schema,paused";

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether the route goes on as soon as the answer begins, with a body to read it from.")
    private boolean stream = false;

    @UriParam(
            label = "producer",
            defaultValue = "events",
            enums = "events,text,sse",
            description = "What a streamed answer becomes as a message body: events for an iterator of chunks, text "
                    + "for an iterator of pieces of text, sse for a stream of bytes in the format of "
                    + "server-sent events.")
    private StreamFormat streamFormat = StreamFormat.events;

    @UriParam(
            label = "producer",
            defaultValue = "2m",
            javaType = "java.time.Duration",
            description = "How long nothing may happen on a stream, neither read nor received, before it is closed.")
    private long streamIdleTimeout = 120_000;

    @UriParam(
            description = "The tools that the model may ask for: a JSON array of tool definitions as "
                    + "resource:classpath:tools.json or the name of a bean (#name: a String or a List).")
    @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "json")
    private String tools;

    @UriParam(
            description = "Which tool the model has to use: auto, any, none or the name of a tool. Some models do "
                    + "not take any or a name.")
    private String toolChoice;

    @UriParam(
            description = "How the model thinks before it answers: adaptive, disabled, or for older models a number "
                    + "of tokens (1024 or more, less than maxTokens).")
    private String thinking;

    @UriParam(
            label = "producer",
            enums = "low,medium,high,xhigh,max",
            description = "How much effort the model spends on the answer.")
    private String effort;

    @UriParam(
            label = "producer",
            description = "Texts at which the model stops, comma-separated, or the name of a bean (#name: a List).")
    private String stopSequences;

    @UriParam(label = "producer", enums = "auto,standard_only", description = "Which capacity may serve the call.")
    private String serviceTier;

    @UriParam(
            label = "producer",
            enums = "standard,fast",
            description = "Whether the call uses the fast mode, which has its own limits and price.")
    private String speed;

    @UriParam(label = "producer", enums = "us,global", description = "Where the model runs.")
    private String inferenceGeo;

    @UriParam(
            defaultValue = "10m",
            javaType = "java.time.Duration",
            description = "The longest time a call may take, the last byte of the answer included; for a stream, "
                    + "until it begins. The header CamelClaudeDeadline may shorten it.")
    private long callTimeout = 600_000;

    @UriParam(
            label = "producer",
            defaultValue = "0",
            javaType = "java.time.Duration",
            description =
                    "The longest time a single attempt may take; a call may make several within callTimeout. 0 is 30 "
                            + "seconds for each 1,000 of maxTokens, at least one minute and at most ten.")
    private long attemptTimeout;

    @UriParam(
            label = "producer",
            defaultValue = "5",
            description =
                    "How often a call is tried again that failed for a limit, an error of the service or a broken "
                            + "connection, within callTimeout. 0 leaves it to the route's error handler, which is told how long to "
                            + "wait.")
    private int maxRetries = 5;

    @UriParam(
            label = "producer",
            defaultValue = "10",
            description =
                    "How often a call is tried again that met an overloaded service (529), apart from maxRetries and "
                            + "after longer waits. 0 if maxRetries is 0.")
    private int maxOverloadedRetries = 10;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "Whether an attempt is the last whose outcome nobody knows: the connection broke, or no answer came "
                            + "in time. The service may have done it and charged for it, and another attempt would be paid again.")
    private boolean atMostOnce;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "Whether the service counts the input tokens of each prompt before the call waits for its limits, instead "
                            + "of an estimate. Exact and free of charge, for one more round trip; counting has a limit of its own. "
                            + "The estimate is used where counting fails.")
    private boolean exactEstimate;

    @UriParam(
            label = "producer",
            defaultValue = "100",
            description = "How many batches claude:batch-list lists at most, the newest first. At least 1.")
    private int maxBatches = 100;

    @UriParam(
            label = "batch",
            defaultValue = "default",
            description =
                    "The name under which jobs are handed in to claude:batch and their results consumed from claude:batch: a route gets the results of its own name only.")
    private String batchName = "default";

    @UriParam(
            label = "producer,batch",
            defaultValue = "auto",
            enums = "auto,jsonl,csv",
            description =
                    "How a file or a stream of items is written: jsonl for a JSON object per line, csv with a header row, auto by the name of the file or its content type.")
    private ItemFormat itemFormat = ItemFormat.auto;

    @UriParam(
            label = "producer,batch",
            defaultValue = "id",
            description = "The field or column with the id of an item.")
    private String itemId = "id";

    @UriParam(
            label = "producer,batch",
            defaultValue = "text",
            description = "The field or column with the text of an item: the user's turn.")
    private String itemText = "text";

    @UriParam(
            label = "producer,batch",
            description =
                    "The fields, columns or headers of an item that come back as headers of its result, comma-separated. They rest in the ledger meanwhile.")
    private String itemContext;

    @UriParam(
            label = "batch",
            description =
                    "The endpoint for items that can not be sent (of a producer) or have no answer (of a consumer), with the reason in headers. Without it a producer fails for them and takes nothing in, and a consumer hands them on like the others.")
    private String deadLetterUri;

    @UriParam(
            label = "batch,advanced",
            defaultValue = "100000",
            description = "How many items a batch has at most; the service takes 100,000.")
    private int maxBatchItems = 100_000;

    @UriParam(
            label = "batch,advanced",
            defaultValue = "256000000",
            description = "How many bytes a batch has at most; the service takes 256 MB.")
    private long maxBatchBytes = 256_000_000;

    @UriParam(
            label = "batch",
            defaultValue = "5s",
            javaType = "java.time.Duration",
            description =
                    "How long to wait at least before a batch is looked at again. The wait grows to a tenth of its age.")
    private long checkDelay = 5_000;

    @UriParam(
            label = "batch",
            defaultValue = "1m",
            javaType = "java.time.Duration",
            description = "How long to wait at most before a batch is looked at again, or sent again after a failure.")
    private long maxCheckDelay = 60_000;

    @UriParam(
            label = "batch,advanced",
            defaultValue = "5m",
            javaType = "java.time.Duration",
            description =
                    "How long a batch is looked for that may have arrived although its answer was never seen. Then it is sent again, and its items are counted as perhaps paid twice.")
    private long suspectGrace = 300_000;

    @UriParam(
            label = "batch",
            defaultValue = "2",
            description =
                    "How often an item is submitted again that expired or met an error of the service that may pass.")
    private int maxResubmits = 2;

    @UriParam(
            label = "consumer,batch",
            defaultValue = "any",
            enums = "any,input",
            description =
                    "In which order the items of a batch are handed on: any as the service tells them, input as they were handed in, for which the results rest on disk meanwhile.")
    private ResultOrder resultOrder = ResultOrder.any;

    @UriParam(
            label = "consumer,batch",
            defaultValue = "none",
            enums = "none,all",
            description =
                    "Whose batches are handed on: none but those that were handed in through the ledger, or all of the workspace that have ended, also those that others have sent in the last 29 days.")
    private Adopt adopt = Adopt.none;

    @UriParam(
            label = "consumer,batch",
            defaultValue = "false",
            description =
                    "Whether what a route writes through the data source that ledgerBean names is in one transaction with the ledger: each item is there exactly once, whatever happens. Exchanges are transacted then.")
    private boolean ledgerTransaction = false;

    @UriParam(
            label = "producer,batch",
            enums = "picture,again,confirm",
            defaultValue = "picture",
            description =
                    "What claude:batch-ledger does: picture tells how jobs stand, again has a held submission sent "
                            + "again, confirm says that it is the batch of the header CamelClaudeBatchId.")
    private LedgerAction ledgerAction = LedgerAction.picture;

    @UriParam(
            label = "producer",
            description = "The backends that may take calls, comma-separated, the preferred first. All if not set. The "
                    + "header CamelClaudeAllowedBackends allows fewer of them, never more.")
    private String allowedBackends;

    @UriParam(
            label = "producer",
            description =
                    "Where data may be processed, comma-separated: regions or geographies such as eu, eu-west-1, us or "
                            + "global; eu-* for all that begin so. Anywhere if not set. It holds even if a call fails for it.")
    private String allowedRegions;

    @UriParam(
            label = "producer",
            enums = "critical,high,normal,low",
            defaultValue = "normal",
            description = "How urgent calls are: critical, high, normal or low. Each has a share of the limits "
                    + "when all wait. The header CamelClaudePriority beats it.")
    private String priority = "normal";

    @UriParam(
            label = "producer",
            description = "On whose behalf calls are made, such as a tenant: calls of one priority are shared "
                    + "out equally among keys. The header CamelClaudeFairnessKey beats it.")
    private String fairnessKey;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            defaultValue = "0",
            description = "How long a call may wait for its permit; one that would wait longer is refused at "
                    + "once. 0 for as long as it takes: files and queues should wait, not fail. The header "
                    + "CamelClaudeDeadline may shorten it.")
    private long queueTimeout = 0;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            defaultValue = "30s",
            description = "How long the ticket of claude:throttle can be claimed by a following "
                    + "claude:messages; then it goes back.")
    private long permitTimeout = 30_000;

    @UriParam(
            label = "producer",
            enums = "wait,refuse",
            defaultValue = "wait",
            description = "What happens to a call that has to wait while maxQueueSize calls do so already: "
                    + "wait blocks the thread that brings it, so that its source slows down; refuse fails "
                    + "at once and tells the expected wait.")
    private WhenFull whenFull = WhenFull.wait;

    @UriParam(
            label = "producer",
            enums = "picture,explain,cache,cacheTable",
            defaultValue = "picture",
            description = "What claude:limits does: picture tells how the limits stand, explain why the call "
                    + "of a message waited and how it ended, cache what the prompt cache saves, cacheTable the "
                    + "same as a text in columns.")
    private LimitsAction limitsAction = LimitsAction.picture;

    public String getBatchName() {
        return batchName;
    }

    public void setBatchName(String batchName) {
        this.batchName = batchName;
    }

    public ItemFormat getItemFormat() {
        return itemFormat;
    }

    public void setItemFormat(ItemFormat itemFormat) {
        this.itemFormat = itemFormat;
    }

    public String getItemId() {
        return itemId;
    }

    public void setItemId(String itemId) {
        this.itemId = itemId;
    }

    public String getItemText() {
        return itemText;
    }

    public void setItemText(String itemText) {
        this.itemText = itemText;
    }

    public String getItemContext() {
        return itemContext;
    }

    public void setItemContext(String itemContext) {
        this.itemContext = itemContext;
    }

    public String getDeadLetterUri() {
        return deadLetterUri;
    }

    public void setDeadLetterUri(String deadLetterUri) {
        this.deadLetterUri = deadLetterUri;
    }

    public int getMaxBatchItems() {
        return maxBatchItems;
    }

    public void setMaxBatchItems(int maxBatchItems) {
        this.maxBatchItems = maxBatchItems;
    }

    public long getMaxBatchBytes() {
        return maxBatchBytes;
    }

    public void setMaxBatchBytes(long maxBatchBytes) {
        this.maxBatchBytes = maxBatchBytes;
    }

    public long getCheckDelay() {
        return checkDelay;
    }

    public void setCheckDelay(long checkDelay) {
        this.checkDelay = checkDelay;
    }

    public long getMaxCheckDelay() {
        return maxCheckDelay;
    }

    public void setMaxCheckDelay(long maxCheckDelay) {
        this.maxCheckDelay = maxCheckDelay;
    }

    public long getSuspectGrace() {
        return suspectGrace;
    }

    public void setSuspectGrace(long suspectGrace) {
        this.suspectGrace = suspectGrace;
    }

    public int getMaxResubmits() {
        return maxResubmits;
    }

    public void setMaxResubmits(int maxResubmits) {
        this.maxResubmits = maxResubmits;
    }

    public Adopt getAdopt() {
        return adopt;
    }

    public void setAdopt(Adopt adopt) {
        this.adopt = adopt;
    }

    public ResultOrder getResultOrder() {
        return resultOrder;
    }

    public void setResultOrder(ResultOrder resultOrder) {
        this.resultOrder = resultOrder;
    }

    public boolean isLedgerTransaction() {
        return ledgerTransaction;
    }

    public void setLedgerTransaction(boolean ledgerTransaction) {
        this.ledgerTransaction = ledgerTransaction;
    }

    public LedgerAction getLedgerAction() {
        return ledgerAction;
    }

    public void setLedgerAction(LedgerAction ledgerAction) {
        this.ledgerAction = ledgerAction;
    }

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public Supplier<String> getApiKeySupplier() {
        return apiKeySupplier;
    }

    public void setApiKeySupplier(Supplier<String> apiKeySupplier) {
        this.apiKeySupplier = apiKeySupplier;
    }

    public String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public String getAnthropicVersion() {
        return anthropicVersion;
    }

    public void setAnthropicVersion(String anthropicVersion) {
        this.anthropicVersion = anthropicVersion;
    }

    public String getModel() {
        return model;
    }

    public void setModel(String model) {
        this.model = model;
    }

    public long getMaxTokens() {
        return maxTokens;
    }

    public void setMaxTokens(long maxTokens) {
        this.maxTokens = maxTokens;
    }

    public String getSystem() {
        return system;
    }

    public void setSystem(String system) {
        this.system = system;
    }

    public BodyFormat getBodyFormat() {
        return bodyFormat;
    }

    public void setBodyFormat(BodyFormat bodyFormat) {
        this.bodyFormat = bodyFormat;
    }

    public String getAllowRequestFields() {
        return allowRequestFields;
    }

    public void setAllowRequestFields(String allowRequestFields) {
        this.allowRequestFields = allowRequestFields;
    }

    public String getAllowHeaders() {
        return allowHeaders;
    }

    public void setAllowHeaders(String allowHeaders) {
        this.allowHeaders = allowHeaders;
    }

    public ResponseFormat getResponseFormat() {
        return responseFormat;
    }

    public void setResponseFormat(ResponseFormat responseFormat) {
        this.responseFormat = responseFormat;
    }

    public String getOutputSchema() {
        return outputSchema;
    }

    public void setOutputSchema(String outputSchema) {
        this.outputSchema = outputSchema;
    }

    public String getFailOn() {
        return failOn;
    }

    public void setFailOn(String failOn) {
        this.failOn = failOn;
    }

    public boolean isStream() {
        return stream;
    }

    public void setStream(boolean stream) {
        this.stream = stream;
    }

    public StreamFormat getStreamFormat() {
        return streamFormat;
    }

    public void setStreamFormat(StreamFormat streamFormat) {
        this.streamFormat = streamFormat;
    }

    public long getStreamIdleTimeout() {
        return streamIdleTimeout;
    }

    public void setStreamIdleTimeout(long streamIdleTimeout) {
        this.streamIdleTimeout = streamIdleTimeout;
    }

    public String getTools() {
        return tools;
    }

    public void setTools(String tools) {
        this.tools = tools;
    }

    public String getToolChoice() {
        return toolChoice;
    }

    public void setToolChoice(String toolChoice) {
        this.toolChoice = toolChoice;
    }

    public String getThinking() {
        return thinking;
    }

    public void setThinking(String thinking) {
        this.thinking = thinking;
    }

    public String getEffort() {
        return effort;
    }

    public void setEffort(String effort) {
        this.effort = effort;
    }

    public String getStopSequences() {
        return stopSequences;
    }

    public void setStopSequences(String stopSequences) {
        this.stopSequences = stopSequences;
    }

    public String getServiceTier() {
        return serviceTier;
    }

    public void setServiceTier(String serviceTier) {
        this.serviceTier = serviceTier;
    }

    public String getSpeed() {
        return speed;
    }

    public void setSpeed(String speed) {
        this.speed = speed;
    }

    public String getInferenceGeo() {
        return inferenceGeo;
    }

    public void setInferenceGeo(String inferenceGeo) {
        this.inferenceGeo = inferenceGeo;
    }

    public long getCallTimeout() {
        return callTimeout;
    }

    public void setCallTimeout(long callTimeout) {
        this.callTimeout = callTimeout;
    }

    public long getAttemptTimeout() {
        return attemptTimeout;
    }

    public void setAttemptTimeout(long attemptTimeout) {
        this.attemptTimeout = attemptTimeout;
    }

    public int getMaxRetries() {
        return maxRetries;
    }

    public void setMaxRetries(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    public int getMaxOverloadedRetries() {
        return maxOverloadedRetries;
    }

    public void setMaxOverloadedRetries(int maxOverloadedRetries) {
        this.maxOverloadedRetries = maxOverloadedRetries;
    }

    public boolean isAtMostOnce() {
        return atMostOnce;
    }

    public void setAtMostOnce(boolean atMostOnce) {
        this.atMostOnce = atMostOnce;
    }

    public int getMaxBatches() {
        return maxBatches;
    }

    public void setMaxBatches(int maxBatches) {
        this.maxBatches = maxBatches;
    }

    public boolean isExactEstimate() {
        return exactEstimate;
    }

    public void setExactEstimate(boolean exactEstimate) {
        this.exactEstimate = exactEstimate;
    }

    public String getAllowedBackends() {
        return allowedBackends;
    }

    public void setAllowedBackends(String allowedBackends) {
        this.allowedBackends = allowedBackends;
    }

    public String getAllowedRegions() {
        return allowedRegions;
    }

    public void setAllowedRegions(String allowedRegions) {
        this.allowedRegions = allowedRegions;
    }

    public String getPriority() {
        return priority;
    }

    public void setPriority(String priority) {
        this.priority = priority;
    }

    public String getFairnessKey() {
        return fairnessKey;
    }

    public void setFairnessKey(String fairnessKey) {
        this.fairnessKey = fairnessKey;
    }

    public long getQueueTimeout() {
        return queueTimeout;
    }

    public void setQueueTimeout(long queueTimeout) {
        this.queueTimeout = queueTimeout;
    }

    public long getPermitTimeout() {
        return permitTimeout;
    }

    public void setPermitTimeout(long permitTimeout) {
        this.permitTimeout = permitTimeout;
    }

    public WhenFull getWhenFull() {
        return whenFull;
    }

    public void setWhenFull(WhenFull whenFull) {
        this.whenFull = whenFull;
    }

    public LimitsAction getLimitsAction() {
        return limitsAction;
    }

    public void setLimitsAction(LimitsAction limitsAction) {
        this.limitsAction = limitsAction;
    }

    public ClaudeConfiguration copy() {
        try {
            return (ClaudeConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
