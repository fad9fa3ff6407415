/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelclaude.simulator.limit.Charge;
import io.github.camelclaude.simulator.limit.LimitPath;
import io.github.camelclaude.simulator.limit.Outcome;
import io.github.camelclaude.simulator.message.ApiVersion;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.message.Prompt;
import io.github.camelclaude.simulator.service.Admission;
import io.github.camelclaude.simulator.service.Caller;
import io.github.camelclaude.simulator.service.Prepared;
import io.github.camelclaude.simulator.service.SimulatedService;
import io.github.camelclaude.simulator.service.Wishes;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /v1/messages} and {@code POST /v1/messages/count_tokens}. */
final class MessagesEndpoint {

    private final SimulatedService service;
    private final Access access;
    private final MessageFlow flow;

    MessagesEndpoint(SimulatedService service, Access access, MessageFlow flow) {
        this.service = service;
        this.access = access;
        this.flow = flow;
    }

    void create(RoutingContext context) {
        Caller caller = access.caller(context);
        ApiVersion version = access.version(context);
        boolean beta = Access.isBeta(context);
        Wishes wishes = Access.wishes(context);
        Access.read(
                context,
                json -> service.messages().prepare(service.rules().create(json, version, beta), wishes),
                prepared -> decide(context, prepared, caller));
    }

    private void decide(RoutingContext context, Prepared prepared, Caller caller) {
        MessagesRequest request = prepared.request();
        LimitPath path =
                service.quotas().messages(request, caller, service.clock().nanos());
        Surface surface = new FirstPartySurface(path, request.isFast(), service.clock());
        flow.run(Reply.of(context), prepared, caller, Admission.firstParty(path), surface, request.isStreamed());
    }

    void countTokens(RoutingContext context) {
        Caller caller = access.caller(context);
        ApiVersion version = access.version(context);
        boolean beta = Access.isBeta(context);
        Access.read(
                context,
                json -> Prompt.countOf(service.rules().count(json, version, beta)),
                tokens -> counted(context, caller, tokens));
    }

    /** Counting has requests per minute of its own; which headers a refusal has is not documented. */
    private void counted(RoutingContext context, Caller caller, long tokens) {
        Reply reply = Reply.of(context);
        long now = service.clock().nanos();
        LimitPath path = service.quotas().countTokens(caller, now);
        Outcome outcome = path.admit(Charge.ofInput(0), now);
        if (outcome instanceof Outcome.Refused refused) {
            reply.error(service.refusalOf(refused, "token counting"));
            return;
        }
        path.finish();
        reply.json(200, JsonNodeFactory.instance.objectNode().put("input_tokens", tokens));
    }
}
