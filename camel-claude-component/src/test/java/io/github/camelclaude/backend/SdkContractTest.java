/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * What we rely on in the SDK beyond what it promises. When this test fails after an update of the SDK, read {@link
 * AnthropicApi} and {@link JdkTransport} against the new version, then name it here.
 */
class SdkContractTest {

    private static final String KNOWN_VERSION = "3.12.0";

    @Test
    void the_sdk_is_the_version_that_was_read() throws Exception {
        assertThat(HttpClient.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .contains("anthropic-java-core-" + KNOWN_VERSION);
    }

    @Test
    void a_transport_has_to_do_what_ours_does_and_no_more() {
        assertThat(Arrays.stream(HttpClient.class.getMethods())
                        .filter(method -> method.getDeclaringClass() == HttpClient.class
                                && !method.isSynthetic()
                                && !method.getName().contains("$"))
                        .map(SdkContractTest::signature))
                .containsExactlyInAnyOrder(
                        "execute(HttpRequest,RequestOptions)",
                        "execute(HttpRequest)",
                        "executeAsync(HttpRequest,RequestOptions)",
                        "executeAsync(HttpRequest)",
                        "close()");
        assertThat(HttpRequest.class).isNotNull();
        assertThat(RequestOptions.none().timeout()).isEmpty();
    }

    @Test
    void one_class_puts_a_client_together() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(AnthropicApi.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(SdkPlatform.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.anthropic.client..", "com.anthropic.backends..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.anthropic.core.ClientOptions")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.github.camelclaude.backend", "io.github.camelclaude.messages"));
    }

    private static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList()
                        .toString()
                        .replace("[", "(")
                        .replace("]", ")")
                        .replace(", ", ",");
    }
}
