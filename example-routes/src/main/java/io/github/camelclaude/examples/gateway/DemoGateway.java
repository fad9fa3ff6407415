/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import io.github.camelclaude.examples.run.ExampleFolder;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** Prompts in by HTTP, with deadlines and tenants; what can't be answered in time is refused at once. */
@Command(
        name = "demo-gateway",
        mixinStandardHelpOptions = true,
        description = "Answers prompts over HTTP in time or says at once when to come again, until Ctrl-C.")
public final class DemoGateway extends GatewayCommand {

    static final ExampleFolder EXAMPLE = new ExampleFolder("demo-gateway");

    public DemoGateway() {
        this(System.getenv(), new CountDownLatch(1));
    }

    /**
     * @param environment where the key for {@code --live} is looked up
     * @param enough      ends the gateway when it is counted down
     */
    DemoGateway(Map<String, String> environment, CountDownLatch enough) {
        super(EXAMPLE, environment, enough);
    }

    @Override
    String invitation(String url) {
        return """

                One request:
                curl -i %1$s/ask -H 'content-type: text/plain' -H 'x-tenant: acme' -H 'x-deadline-ms: 3000' -d 'Why is the sky blue?'

                Too many at once, then one that is urgent:
                seq 300 | xargs -P 300 -I N curl -s -o /dev/null -w '%%{http_code} ' %1$s/ask -H 'content-type: text/plain' -H 'x-priority: low' -H 'x-tenant: flood' -H 'x-deadline-ms: 3000' -d 'Question N' &
                curl -w ' after %%{time_total} s' %1$s/urgent -H 'content-type: text/plain' -d 'Is the house on fire?'

                Ctrl-C ends it.""".formatted(url);
    }
}
