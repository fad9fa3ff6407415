/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.util.Iterator;

/** The elements of what is in memory or is made there as it is asked for. */
final class ElementEntries implements Entries {

    private final Iterator<?> elements;
    private final AutoCloseable origin;
    private long position;

    /** @param origin is closed at the end */
    ElementEntries(Iterator<?> elements, AutoCloseable origin) {
        this.elements = elements;
        this.origin = origin;
    }

    @Override
    public Entry next() {
        if (!elements.hasNext()) {
            return null;
        }
        Object element = elements.next();
        position++;
        return new Entry(position, "Element " + position, element);
    }

    @Override
    public String place() {
        return position == 0 ? null : "element " + position;
    }

    @Override
    public void close() throws Exception {
        origin.close();
    }
}
