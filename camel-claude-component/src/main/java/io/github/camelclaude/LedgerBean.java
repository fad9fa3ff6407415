/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.ObjectHelper;

/**
 * The ledger's data source under the name that {@code ledgerBean} says. Routes look for it while they are built, long before the
 * ledger is open; so each call goes to the ledger that is open then.
 */
final class LedgerBean implements InvocationHandler {

    private final ClaudeComponent component;

    private LedgerBean(ClaudeComponent component) {
        this.component = component;
    }

    /**
     * Binds it, if it is wanted and not there yet.
     *
     * @throws IllegalArgumentException if something else has the name
     */
    static void bind(ClaudeComponent component) {
        String name = component.getLedgerBean();
        if (ObjectHelper.isEmpty(name)) {
            return;
        }
        Registry registry = component.getCamelContext().getRegistry();
        Object there = registry.lookupByName(name);
        if (there == null) {
            registry.bind(
                    name,
                    DataSource.class,
                    Proxy.newProxyInstance(
                            LedgerBean.class.getClassLoader(),
                            new Class<?>[] {DataSource.class},
                            new LedgerBean(component)));
        } else if (!Proxy.isProxyClass(there.getClass())
                || !(Proxy.getInvocationHandler(there) instanceof LedgerBean known && known.component == component)) {
            throw new IllegalArgumentException("ledgerBean=" + name + ": another bean has this name");
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "the data source of the batch ledger";
            };
        }
        if (!component.isStarted() && !component.isStarting()) {
            throw new SQLException("The batch ledger is not open: the component is not started");
        }
        try {
            return method.invoke(component.batchStore().ledger().shared(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
