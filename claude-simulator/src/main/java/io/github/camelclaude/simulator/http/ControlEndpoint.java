/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import io.github.camelclaude.simulator.limit.Limits;
import io.github.camelclaude.simulator.service.LimitsForm;
import io.github.camelclaude.simulator.service.Quotas;
import io.github.camelclaude.simulator.service.SimulatedService;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@code /simulator}: the simulator's own controls. The real service has nothing there. No key is needed. */
final class ControlEndpoint {

    private final SimulatedService service;

    ControlEndpoint(SimulatedService service) {
        this.service = service;
    }

    void mount(Router router) {
        get(router, "/simulator", ignored -> overview());
        get(router, "/simulator/limits", ignored -> limits());
        get(
                router,
                "/simulator/accounting",
                context -> AccountingJson.of(
                        service.accounting(), "true".equals(context.request().getParam("contents"))));
        router.get("/simulator/accounting.txt")
                .handler(context -> Reply.of(context)
                        .body(
                                200,
                                "text/plain; charset=utf-8",
                                Buffer.buffer(service.accounting().picture())));
        change(router, HttpMethod.POST, "/simulator/clock", this::advance);
        change(router, HttpMethod.POST, "/simulator/faults", this::faults);
        change(router, HttpMethod.PUT, "/simulator/limits", this::changeLimits);
        change(router, HttpMethod.POST, "/simulator/reset", body -> {
            body.knows();
            service.reset();
        });
    }

    private static void get(Router router, String path, Function<RoutingContext, JsonNode> answer) {
        router.get(path).handler(context -> Reply.of(context).json(200, answer.apply(context)));
    }

    /** Does it, then shows how things are. */
    private void change(Router router, HttpMethod method, String path, Consumer<ControlBody> work) {
        router.route(method, path).handler(context -> {
            Buffer body = context.body().buffer();
            try {
                work.accept(new ControlBody(
                        body == null || body.length() == 0 ? JsonNodeFactory.instance.objectNode() : Json.read(body)));
            } catch (IllegalArgumentException e) {
                throw new ApiException(ApiError.invalidRequest(e.getMessage()));
            }
            Reply.of(context).json(200, overview());
        });
    }

    private ObjectNode overview() {
        long now = service.clock().nanos();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("simulated", true);
        json.put("now", service.clock().now().toString());
        json.put("tier", service.quotas().tier());
        json.put("organization_id", service.identity().organizationId());
        json.put("workspace_id", service.identity().defaultWorkspaceId());
        json.put("spent_this_month_usd", service.messages().spentThisMonth(now).dollars());
        ObjectNode plan = json.putObject("fault_probabilities");
        service.faults().plan().probabilities().forEach((fault, probability) -> plan.put(fault.label(), probability));
        json.put("catalog_as_of", service.catalog().asOf().toString());
        return json;
    }

    private ObjectNode limits() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        service.quotas().byClass().forEach((modelClass, limits) -> {
            ObjectNode entry = json.putObject(modelClass);
            put(entry, "requests", limits.requests());
            put(entry, "inputTokens", limits.inputTokens());
            put(entry, "outputTokens", limits.outputTokens());
            put(entry, "tokens", limits.tokens());
            put(entry, "concurrency", limits.concurrency());
        });
        return json;
    }

    private static void put(ObjectNode entry, String name, long value) {
        if (value != Limits.UNLIMITED) {
            entry.put(name, value);
        }
    }

    /** {@code {"advance": "PT5M"}}. */
    private void advance(ControlBody body) {
        String duration = body.knows("advance").text("advance");
        try {
            service.clock().advance(Duration.parse(duration));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "advance: '" + duration + "' is no ISO 8601 duration such as PT90S or PT1H", e);
        }
    }

    /** {@code {"next": ["overloaded"], "nextBesidesMessages": [], "seed": 1, "probabilities": {"overloaded": 0.01}}}. */
    private void faults(ControlBody body) {
        body.knows("next", "nextBesidesMessages", "seed", "probabilities");
        if (body.isEmpty() || body.has("seed") && !body.has("probabilities")) {
            throw new IllegalArgumentException(
                    "Nothing to do; give next, nextBesidesMessages, or probabilities with or without a seed");
        }
        List<Fault> next = named(body.texts("next"));
        List<Fault> besides = named(body.texts("nextBesidesMessages"));
        FaultPlan plan = FaultPlan.seeded(body.has("seed") ? body.integer("seed") : 1);
        for (Map.Entry<String, Double> entry : body.numbers("probabilities").entrySet()) {
            plan = plan.with(Fault.named(entry.getKey()), entry.getValue());
        }
        service.faults().next(next);
        service.faults().nextBesides(besides);
        if (body.has("probabilities")) {
            service.faults().plan(plan);
        }
    }

    private static List<Fault> named(List<String> labels) {
        return labels.stream().map(Fault::named).toList();
    }

    /**
     * {@code {"tier": "build"}}, or {@code {"modelClass": "opus-4", "limits": {"requests": 5}}}, the latter also with a
     * {@code workspace}.
     */
    private void changeLimits(ControlBody body) {
        Quotas quotas = service.quotas();
        if (body.has("tier")) {
            body.knows("tier", "limits");
            LimitsForm form = body.has("limits") ? body.limits("limits") : LimitsForm.NOTHING;
            quotas.tier(body.text("tier"), form.over(Limits.NONE));
            return;
        }
        body.knows("workspace", "modelClass", "limits");
        String modelClass = body.text("modelClass");
        LimitsForm form = body.limits("limits");
        if (body.has("workspace")) {
            quotas.cap(body.text("workspace"), modelClass, form.over(Limits.NONE));
        } else {
            quotas.change(modelClass, form.over(quotas.byClass().getOrDefault(modelClass, Limits.NONE)));
        }
    }
}
