/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.answer.Served;
import io.github.camelclaude.simulator.batch.Batch;
import io.github.camelclaude.simulator.batch.BatchItem;
import io.github.camelclaude.simulator.batch.BatchResult;
import io.github.camelclaude.simulator.batch.BatchResult.Kind;
import io.github.camelclaude.simulator.batch.BatchRules;
import io.github.camelclaude.simulator.batch.BatchShelf;
import io.github.camelclaude.simulator.cache.CachePlan;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.message.ApiVersion;
import io.github.camelclaude.simulator.message.BatchItemRules;
import io.github.camelclaude.simulator.message.MessageRules;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.seed.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Where batches are taken in, looked at, and worked off. Guarded by this object's lock. */
public final class BatchDesk {

    private final MessageRules rules;
    private final MessageDesk messages;
    private final Quotas quotas;
    private final Identity identity;
    private final BatchShelf shelf = new BatchShelf();
    private final BatchRules batchRules;

    BatchDesk(MessageRules rules, MessageDesk messages, Quotas quotas, Identity identity, BatchRules batchRules) {
        this.rules = rules;
        this.messages = messages;
        this.quotas = quotas;
        this.identity = identity;
        this.batchRules = batchRules;
    }

    public synchronized Batch create(JsonNode body, Caller caller, ApiVersion version, boolean beta, long now) {
        BatchItemRules.check(body);
        messages.refuseBeyondCaps(caller, now);
        JsonNode requests = body.get("requests");
        if (shelf.waiting(now) + requests.size() > quotas.batchQueue()) {
            throw new ApiException(ApiError.rateLimit(
                    "This request would exceed your organization's limit of %,d enqueued batch requests (org: %s)."
                            .formatted(quotas.batchQueue(), identity.organizationId()),
                    null,
                    60));
        }
        String id = identity.next("msgbatch_");
        Seed seed = identity.seed().with(id);
        long shortest = batchRules.shortest().toNanos();
        long spread = batchRules.longest().toNanos() - shortest;
        List<BatchItem> items = new ArrayList<>(requests.size());
        for (JsonNode request : requests) {
            String customId = request.get("custom_id").textValue();
            long turn = shortest + (long) (spread * seed.with(customId).unit());
            boolean last = items.size() == requests.size() - 1;
            items.add(new BatchItem(customId, request.get("params"), now + (last ? shortest + spread : turn)));
        }
        Batch batch = new Batch(
                id,
                caller.workspaceId(),
                items,
                (item, at) -> work(item, at, () -> rules.create(item.params(), version, beta), id, caller),
                batchRules,
                now);
        shelf.add(batch);
        return batch;
    }

    public synchronized Batch find(String id, Caller caller, long now) {
        Batch batch = shelf.find(id, caller.workspaceId(), now)
                .orElseThrow(
                        () -> new ApiException(ApiError.notFound("Message Batch with id '" + id + "' not found.")));
        batch.settle(now);
        return batch;
    }

    public synchronized BatchShelf.Page page(Caller caller, int limit, String afterId, String beforeId, long now) {
        BatchShelf.Page page = shelf.page(caller.workspaceId(), limit, afterId, beforeId, now);
        page.batches().forEach(batch -> batch.settle(now));
        return page;
    }

    public synchronized Batch cancel(String id, Caller caller, long now) {
        Batch batch = find(id, caller, now);
        if (batch.hasEnded(now)) {
            throw new ApiException(
                    ApiError.invalidRequest("Message Batch " + id + " has already ended and cannot be canceled."));
        }
        batch.cancel(now);
        return find(id, caller, now);
    }

    public synchronized void delete(String id, Caller caller, long now) {
        if (!find(id, caller, now).hasEnded(now)) {
            throw new ApiException(ApiError.invalidRequest("Message Batch " + id
                    + " is still processing. Cancel it and wait for it to end before deleting it."));
        }
        shelf.remove(id);
    }

    /** The lines of the results. */
    public synchronized List<byte[]> results(String id, Caller caller, long now) {
        Batch batch = find(id, caller, now);
        if (!batch.hasEnded(now)) {
            throw new ApiException(ApiError.notFound(
                    "Message Batch " + id + " has no available results. Its processing_status is not 'ended' yet."));
        }
        if (batch.isForgotten(now)) {
            throw new ApiException(ApiError.notFound(
                    "Results of Message Batch " + id + " are no longer available, 29 days after its creation."));
        }
        return batch.lines();
    }

    public synchronized void clear() {
        shelf.clear();
    }

    /** An item's turn: checked only now, then answered at half the price. */
    private BatchResult work(BatchItem item, long at, Supplier<MessagesRequest> check, String batchId, Caller caller) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        try {
            BatchItemRules.checkParams(item.params());
            MessagesRequest request = check.get();
            Prepared prepared = messages.prepare(request, Wishes.NONE);
            CachePlan plan = messages.planInBatch(prepared, caller, missesCache(batchId, item), at);
            Served served = messages.serve(prepared, plan, null, "batch");
            messages.batchItem(prepared, plan, served, caller, at);
            result.put("type", "succeeded");
            result.set("message", served.json());
            return new BatchResult(Kind.SUCCEEDED, result);
        } catch (ApiException e) {
            result.put("type", "errored");
            result.set("error", e.error().json(identity.next("req_")));
            return new BatchResult(Kind.ERRORED, result);
        }
    }

    private boolean missesCache(String batchId, BatchItem item) {
        Seed seed = identity.seed().with(batchId).with(item.customId()).with("cache");
        return seed.below(100) < batchRules.cacheMissPercent();
    }
}
