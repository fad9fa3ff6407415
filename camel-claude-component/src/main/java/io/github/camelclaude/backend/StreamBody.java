/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Consumer;

/**
 * The body of a stream. Nothing is handed on before its first event is there, without a thread that waits for it: until then
 * nobody has seen any of the answer, and the attempt may still fail like any other.
 *
 * <p>The JDK calls one method after the other, so nothing here is used by two threads at once.
 */
final class StreamBody implements BodySubscriber<InputStream> {

    /** How a stream opens. */
    sealed interface Opening {}

    /** With an event. */
    record Events(InputStream in) implements Opening {}

    /** With an error. */
    record Refused(StreamError error) implements Opening {}

    /** Not at all. */
    record Broken(Throwable cause) implements Opening {}

    private final StreamForm form;
    private final Consumer<Opening> opened;
    private final BodySubscriber<InputStream> reader = BodySubscribers.ofInputStream();
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private Subscription source;
    private boolean open;
    private boolean over;

    /** @param opened is told once; must be quick */
    StreamBody(StreamForm form, Consumer<Opening> opened) {
        this.form = form;
        this.opened = opened;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return reader.getBody();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        source.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (open) {
            reader.onNext(buffers);
            return;
        }
        if (over) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            beginning.writeBytes(bytes);
        }
        StreamForm.Look look = form.look(beginning.toByteArray());
        if (look instanceof StreamForm.AnError error) {
            over = true;
            source.cancel();
            opened.accept(new Refused(error.error()));
        } else if (look instanceof StreamForm.AnEvent || beginning.size() > StreamForm.LONGEST_BEGINNING) {
            handOn();
        } else {
            source.request(1);
        }
    }

    /** From now on the reader asks for what it reads; first it gets what has been seen. */
    private void handOn() {
        open = true;
        reader.onSubscribe(new FromBeginning());
        opened.accept(new Events(reader.getBody().toCompletableFuture().join()));
    }

    @Override
    public void onError(Throwable cause) {
        if (open) {
            reader.onError(cause);
        } else if (!over) {
            over = true;
            opened.accept(new Broken(cause));
        }
    }

    @Override
    public void onComplete() {
        if (!open && !over) {
            handOn();
        }
        if (open) {
            reader.onComplete();
        }
    }

    private final class FromBeginning implements Subscription {

        private boolean begun;

        @Override
        public void request(long n) {
            long more = n;
            if (!begun) {
                begun = true;
                reader.onNext(List.of(ByteBuffer.wrap(beginning.toByteArray())));
                more--;
            }
            if (more > 0) {
                source.request(more);
            }
        }

        @Override
        public void cancel() {
            source.cancel();
        }
    }
}
