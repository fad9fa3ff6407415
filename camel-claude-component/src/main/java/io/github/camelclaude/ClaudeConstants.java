/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import org.apache.camel.spi.Metadata;

/** Headers and exchange properties. Headers of an answer are removed at the start of each call. */
public final class ClaudeConstants {

    // Request

    @Metadata(label = "producer", description = "The model to call instead of the endpoint's", javaType = "String")
    public static final String MODEL = "CamelClaudeModel";

    @Metadata(
            label = "producer messages",
            description = "The longest answer in tokens, instead of the endpoint's",
            javaType = "Long")
    public static final String MAX_TOKENS = "CamelClaudeMaxTokens";

    @Metadata(
            label = "producer",
            description = "The system prompt instead of the endpoint's; always taken as plain text",
            javaType = "String")
    public static final String SYSTEM = "CamelClaudeSystem";

    @Metadata(
            label = "producer",
            description = "Until when the answer is wanted: an instant in ISO 8601, such as 2026-11-24T08:00:00Z, or in"
                    + " milliseconds since 1970. A call ends then at the latest.",
            javaType = "java.time.Instant")
    public static final String DEADLINE = "CamelClaudeDeadline";

    @Metadata(
            label = "producer",
            description =
                    "Which of the backends that the endpoint allows may take the call, comma-separated, the preferred"
                            + " first.",
            javaType = "String")
    public static final String ALLOWED_BACKENDS = "CamelClaudeAllowedBackends";

    @Metadata(
            label = "producer",
            description = "How urgent the call is instead of the endpoint's priority: critical, high, normal or low",
            javaType = "String")
    public static final String PRIORITY = "CamelClaudePriority";

    @Metadata(
            label = "producer",
            description = "On whose behalf the call is made, such as a tenant, instead of the endpoint's fairnessKey:"
                    + " calls of one priority are shared out equally among keys",
            javaType = "String")
    public static final String FAIRNESS_KEY = "CamelClaudeFairnessKey";

    @Metadata(
            label = "common",
            description = "What an item of a batch is called by whoever hands it in; of any length, unique in its job",
            javaType = "String")
    public static final String CUSTOM_ID = "CamelClaudeCustomId";

    // Answer

    @Metadata(
            label = "producer",
            description = "The id of the permit that the call was made with, or of the ticket that claude:throttle got;"
                    + " claude:limits explains it. No secret.",
            javaType = "String")
    public static final String PERMIT = "CamelClaudePermit";

    @Metadata(
            label = "producer",
            description = "How long the call waited for its permit, in milliseconds",
            javaType = "Long")
    public static final String WAIT_MILLIS = "CamelClaudeWaitMillis";

    @Metadata(label = "producer messages", description = "How many requests were made", javaType = "Integer")
    public static final String ATTEMPTS = "CamelClaudeAttempts";

    @Metadata(label = "producer messages", description = "The id of the answer", javaType = "String")
    public static final String MESSAGE_ID = "CamelClaudeMessageId";

    @Metadata(
            label = "producer messages",
            description = "The service's id of the request, for its support",
            javaType = "String")
    public static final String REQUEST_ID = "CamelClaudeRequestId";

    @Metadata(
            label = "producer messages",
            description = "Why the model stopped: end_turn, max_tokens, stop_sequence, refusal, ...",
            javaType = "String")
    public static final String STOP_REASON = "CamelClaudeStopReason";

    @Metadata(
            label = "producer",
            description = "Input tokens that were neither read from nor written to the prompt cache; after count-tokens"
                    + " all input tokens of the prompt",
            javaType = "Long")
    public static final String INPUT_TOKENS = "CamelClaudeInputTokens";

    @Metadata(label = "producer messages", description = "Output tokens, thinking included", javaType = "Long")
    public static final String OUTPUT_TOKENS = "CamelClaudeOutputTokens";

    @Metadata(label = "producer messages", description = "Input tokens read from the prompt cache", javaType = "Long")
    public static final String CACHE_READ_TOKENS = "CamelClaudeCacheReadTokens";

    @Metadata(label = "producer messages", description = "Input tokens written to the prompt cache", javaType = "Long")
    public static final String CACHE_WRITE_TOKENS = "CamelClaudeCacheWriteTokens";

    @Metadata(
            label = "producer messages",
            description = "Whether something was read from the prompt cache; absent if nothing was read or written",
            javaType = "Boolean")
    public static final String CACHE_HIT = "CamelClaudeCacheHit";

    @Metadata(
            label = "producer messages",
            description = "What the prompt cache saved in USD at list prices, against the same call without it;"
                    + " negative for a call that wrote more than it read. Absent if nothing was read or written",
            javaType = "java.math.BigDecimal")
    public static final String CACHE_SAVED = "CamelClaudeCacheSaved";

    @Metadata(
            label = "producer messages",
            description = "What the call cost in USD by the price list of this version; absent for a model that it does"
                    + " not know",
            javaType = "java.math.BigDecimal")
    public static final String COST = "CamelClaudeCost";

    @Metadata(label = "producer messages", description = "Which backend answered", javaType = "String")
    public static final String BACKEND = "CamelClaudeBackend";

    @Metadata(
            label = "producer",
            description = "True if a simulator answered instead of Claude; absent otherwise",
            javaType = "Boolean")
    public static final String SIMULATED = "CamelClaudeSimulated";

    @Metadata(
            label = "producer",
            description = "The id of a message batch: which one to look at, cancel, delete or read, msgbatch_...",
            javaType = "String")
    public static final String BATCH_ID = "CamelClaudeBatchId";

    @Metadata(
            label = "producer",
            description = "How a message batch stands: in_progress, canceling or ended",
            javaType = "String")
    public static final String BATCH_STATUS = "CamelClaudeBatchStatus";

    // Batch jobs

    @Metadata(
            label = "common",
            description =
                    "What makes a batch job this one: a second one with the same key is the same handed in again, and is"
                            + " not taken in. Without it a file is told by its path, size and time, anything else by its exchange.",
            javaType = "String")
    public static final String JOB_KEY = "CamelClaudeJobKey";

    @Metadata(
            label = "producer",
            description = "The submission that an operator decides about, as claude:batch-ledger tells it",
            javaType = "String")
    public static final String SUBMISSION = "CamelClaudeSubmission";

    @Metadata(
            label = "consumer",
            description =
                    "Tells an item from all others, whenever it is handed on: the key of its job and its own id, for"
                            + " idempotent receivers",
            javaType = "String")
    public static final String ITEM_KEY = "CamelClaudeItemKey";

    @Metadata(
            label = "consumer",
            description =
                    "What became of an item: succeeded, errored, canceled or expired; rejected in the dead-letter of"
                            + " claude:batch for one that was not taken in",
            javaType = "String")
    public static final String RESULT_TYPE = "CamelClaudeResultType";

    @Metadata(label = "consumer", description = "The batchName that the item was handed in under", javaType = "String")
    public static final String BATCH_NAME = "CamelClaudeBatchName";

    @Metadata(
            label = "consumer",
            description =
                    "Why an item has no answer, in a word: malformed, id, duplicate, refused or oversize for one that was"
                            + " not taken in, else the error type of the service",
            javaType = "String")
    public static final String REJECT_REASON = "CamelClaudeRejectReason";

    @Metadata(label = "consumer", description = "Why an item has no answer, in a sentence", javaType = "String")
    public static final String REJECT_MESSAGE = "CamelClaudeRejectMessage";

    @Metadata(
            label = "consumer",
            description =
                    "Where an item that was not taken in stood in what was handed in, from 1: the line, row or element",
            javaType = "Long")
    public static final String ITEM_POSITION = "CamelClaudeItemPosition";

    // Exchange properties of a failed call

    /** The category of the failure: {@code RATE_LIMIT}, {@code SERVER_ERROR}, {@code VALIDATION} or {@code AUTH}. */
    public static final String ERROR_CATEGORY = "CamelAiErrorCategory";

    /** How long to wait before trying again, in milliseconds (Long): as the service asked, or as expected here. */
    public static final String RETRY_AFTER_MILLIS = "CamelAiRetryAfterMillis";

    /** The class of the failure: {@code bucket}, {@code overloaded}, {@code network}, {@code invalid}, ... */
    public static final String ERROR_CLASS = "CamelClaudeErrorClass";

    /** The stream of the last call with {@code stream=true} ({@link io.github.camelclaude.messages.ClaudeStream}). */
    public static final String STREAM = "CamelClaudeStream";

    /** What claude:throttle got for the call that follows; it is claimed once. */
    public static final String TICKET = "CamelClaudeTicket";

    /** What a call with tool results goes on from; between the two calls only. */
    public static final String CONVERSATION = "CamelClaudeConversation";

    private ClaudeConstants() {}
}
