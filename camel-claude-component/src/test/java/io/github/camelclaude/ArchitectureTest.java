/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callCodeUnitWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.anthropic.core.JsonValue;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house: one package per concept, and arrows that only point down. */
@AnalyzeClasses(
        packages = "io.github.camelclaude",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutSimulator.class})
class ArchitectureTest {

    private static final String[] PURE = {
        "..camelclaude.rate..",
        "..camelclaude.resilience..",
        "..camelclaude.estimate..",
        "..camelclaude.catalog..",
        "..camelclaude.limits..",
        "..camelclaude.prefix.."
    };

    @ArchTest
    static final ArchRule arrows_only_point_down = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("endpoint")
            .definedBy("io.github.camelclaude")
            .layer("operations")
            .definedBy(
                    "..camelclaude.messages..",
                    "..camelclaude.counttokens..",
                    "..camelclaude.models..",
                    "..camelclaude.cache..",
                    "..camelclaude.batch..",
                    "..camelclaude.offload..",
                    "..camelclaude.throttle..")
            .layer("call")
            .definedBy("..camelclaude.call..")
            .layer("backend")
            .definedBy("..camelclaude.backend..")
            .layer("observe")
            .definedBy("..camelclaude.observe..")
            .layer("pure")
            .definedBy(PURE)
            .whereLayer("endpoint")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("operations")
            .mayOnlyBeAccessedByLayers("endpoint")
            .whereLayer("observe")
            .mayOnlyBeAccessedByLayers("endpoint")
            .whereLayer("call")
            .mayOnlyBeAccessedByLayers("endpoint", "operations", "observe")
            .whereLayer("backend")
            .mayOnlyBeAccessedByLayers("endpoint", "operations", "call", "observe")
            .whereLayer("pure")
            .mayOnlyBeAccessedByLayers("endpoint", "operations", "call", "backend", "observe");

    @ArchTest
    static final ArchRule no_two_packages_need_each_other =
            slices().matching("io.github.camelclaude.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule pure_packages_know_neither_camel_nor_the_sdk_nor_the_network = noClasses()
            .that(resideInAnyPackage(PURE))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "com.anthropic..", "java.net..", "io.vertx..");

    @ArchTest
    static final ArchRule pure_packages_have_no_clock_and_no_thread_of_their_own = noClasses()
            .that(resideInAnyPackage(PURE))
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould(callCodeUnitWhere(describe(
                    "a thread is made, stopped or slept in; that it steps aside is no more than a hint",
                    call -> call.getTargetOwner().isAssignableTo(Thread.class)
                            && !call.getName().equals("yield"))))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.concurrent.Executor.class);

    @ArchTest
    static final ArchRule only_the_backend_knows_the_internals_of_the_sdk = noClasses()
            .that(not(resideInAPackage("..camelclaude.backend..")))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "com.anthropic.core..",
                            "com.anthropic.client..",
                            "com.anthropic.backends..",
                            "com.anthropic.errors..")
                    .and(not(type(JsonValue.class))));

    @ArchTest
    static final ArchRule what_may_be_missing_from_the_class_path_is_known_to_one_class_only = noClasses()
            .that()
            .doNotHaveSimpleName("BoundedEhcache")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.ehcache..");

    @ArchTest
    static final ArchRule h2_is_known_to_one_class_only = noClasses()
            .that()
            .doNotHaveSimpleName("EmbeddedDatabase")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.h2..");

    @ArchTest
    static final ArchRule flyway_is_known_to_one_class_only = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.github.camelclaude.batch.ledger.Migrations")
            .and()
            .haveNameNotMatching(".*\\.Migrations\\$.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.flywaydb..");

    @ArchTest
    static final ArchRule nothing_sleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule nothing_writes_to_the_console =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    /** It is on the class path of the tests and lives below our package, but is a house of its own. */
    static final class WithoutSimulator implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("claude-simulator");
        }
    }
}
