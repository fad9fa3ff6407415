/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.junit;

import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.SimulatorBuilder;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts a simulator when a test first asks for it and closes it with the test. */
public final class ClaudeSimulatorExtension
        implements ParameterResolver, AfterTestExecutionCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(ClaudeSimulatorExtension.class);
    private static final String KEY = "simulator";

    /** What a constructor takes belongs to its test, too. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ClaudeSimulator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(KEY, key -> start(context), ClaudeSimulator.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        ClaudeSimulator simulator = store(context).get(KEY, ClaudeSimulator.class);
        if (simulator != null && context.getExecutionException().isPresent()) {
            System.out.println(context.getDisplayName()
                    + System.lineSeparator()
                    + simulator.accounting().picture());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ClaudeSimulator simulator = store(context).remove(KEY, ClaudeSimulator.class);
        if (simulator != null) {
            simulator.close();
        }
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    private static ClaudeSimulator start(ExtensionContext context) {
        ClaudeSimulatorTest wanted = annotation(context.getRequiredTestClass());
        SimulatorBuilder builder = ClaudeSimulator.builder();
        if (!wanted.config().isEmpty()) {
            builder.config(Path.of(wanted.config()));
        }
        builder.tier(wanted.tier()).seed(wanted.seed()).latency(Duration.ofMillis(wanted.latencyMillis()));
        if (!wanted.clock().isEmpty()) {
            builder.standingClock(Instant.parse(wanted.clock()));
        }
        if (wanted.rpm() >= 0) {
            builder.rpm(wanted.rpm());
        }
        if (wanted.itpm() >= 0) {
            builder.itpm(wanted.itpm());
        }
        if (wanted.otpm() >= 0) {
            builder.otpm(wanted.otpm());
        }
        if (wanted.faults().length > 0) {
            builder.faults(plan(wanted));
        }
        return builder.start();
    }

    /** Of the test class, or of the one that it is nested in. */
    private static ClaudeSimulatorTest annotation(Class<?> testClass) {
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            Optional<ClaudeSimulatorTest> found = AnnotationSupport.findAnnotation(type, ClaudeSimulatorTest.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException(testClass.getName() + " is not annotated with @ClaudeSimulatorTest");
    }

    private static FaultPlan plan(ClaudeSimulatorTest wanted) {
        FaultPlan plan = FaultPlan.seeded(wanted.seed());
        for (String fault : wanted.faults()) {
            String[] parts = fault.split("=", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("Fault '" + fault + "' must be written as kind=probability");
            }
            plan = plan.with(Fault.named(parts[0]), Double.parseDouble(parts[1]));
        }
        return plan;
    }
}
