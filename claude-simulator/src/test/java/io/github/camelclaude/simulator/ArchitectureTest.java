/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.camelclaude.simulator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.github.camelclaude.simulator.";

    @ArchTest
    static final ArchRule onlyTheEdgesKnowHttp = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "http..", "io.github.camelclaude.simulator")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "java.net.http..", ROOT + "http..");

    @ArchTest
    static final ArchRule theLimitsKnowNothingButTime = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "limit..", ROOT + "seed..", ROOT + "tokens..", ROOT + "cache..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.fasterxml..",
                    "picocli..",
                    "java.net..",
                    "java.util.concurrent..",
                    ROOT + "time..",
                    ROOT + "service..");

    @ArchTest
    static final ArchRule theLimitsHaveNoClock = noClasses()
            .that()
            .resideInAPackage(ROOT + "limit..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");

    @ArchTest
    static final ArchRule nothingOfTheComponent =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "com.anthropic..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();
}
