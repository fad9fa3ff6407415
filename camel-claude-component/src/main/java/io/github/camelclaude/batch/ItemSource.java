/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.Entries.Entry;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/**
 * The items in the body of an exchange, read as they are asked for; only one of them is in memory. An item that is no good
 * comes out as {@link HandedIn.Bad} and those after it go on. For one thread; closed at its end, on a failure, or before.
 */
final class ItemSource implements Iterator<HandedIn>, AutoCloseable {

    private final Entries entries;
    private final ItemForms forms;
    private Entry next;
    private boolean ended;

    private ItemSource(Entries entries, ItemForms forms) {
        this.entries = entries;
        this.forms = forms;
    }

    /**
     * Opens the body.
     *
     * @throws ClaudeInvalidRequestException if it can't hold items, or the endpoint can't make any
     * @throws UncheckedIOException          if it can't be opened
     */
    static ItemSource open(Exchange exchange, ItemSettings settings) {
        ItemForms forms = new ItemForms(exchange, settings);
        try {
            return new ItemSource(ItemBody.open(exchange, settings), forms);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The items can't be opened (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /**
     * @throws UncheckedIOException          if there is no reading on
     * @throws RuntimeCamelException         if whoever makes the elements has failed
     * @throws ClaudeInvalidRequestException if it can't be told where the next item begins
     */
    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
            if (next == null) {
                close();
            }
        }
        return next != null;
    }

    private Entry read() {
        boolean isRead = false;
        try {
            Entry entry = entries.next();
            isRead = true;
            return entry;
        } catch (IOException e) {
            throw new UncheckedIOException(brokenOff(e), e);
        } catch (UncheckedIOException e) {
            throw new UncheckedIOException(brokenOff(e.getCause()), e.getCause());
        } catch (ClaudeInvalidRequestException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new RuntimeCamelException(brokenOff(e), e);
        } finally {
            if (!isRead) {
                close();
            }
        }
    }

    private String brokenOff(Exception e) {
        String place = entries.place();
        return "The items can't be read " + (place == null ? "from the beginning" : "on after " + place) + " ("
                + e.getClass().getSimpleName() + ")";
    }

    @Override
    public HandedIn next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Entry entry = next;
        next = null;
        return forms.read(entry);
    }

    /** Lets go of the body; nothing more comes. May be called more than once. */
    @Override
    public void close() {
        next = null;
        if (ended) {
            return;
        }
        ended = true;
        try {
            entries.close();
        } catch (Exception e) {
            // It is not wanted any more.
        }
    }
}
