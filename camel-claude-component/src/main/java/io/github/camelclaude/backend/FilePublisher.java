/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends a file piece by piece, as the connection takes it. The JDK's own publisher of files leaves the file open when the
 * request is cancelled; this one closes it, however the sending ends.
 *
 * @param file   what is sent
 * @param length of the file in bytes
 */
record FilePublisher(Path file, long length) implements BodyPublisher {

    private static final int PIECE = 16 * 1024;

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        Sending sending;
        try {
            sending = new Sending(FileChannel.open(file), length, subscriber);
        } catch (IOException e) {
            subscriber.onSubscribe(new Nothing());
            subscriber.onError(e);
            return;
        }
        subscriber.onSubscribe(sending);
    }

    /** What is sent of a file that can't be opened. */
    private static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long pieces) {
            // There are none.
        }

        @Override
        public void cancel() {
            // Nothing is open.
        }
    }

    /**
     * Whoever raises the demand from zero sends until it is zero again; so pieces go out one after the other. When it is over,
     * the demand stays above zero, so that nobody sends any more.
     */
    private static final class Sending implements Flow.Subscription {

        private final FileChannel channel;
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private long left;
        private volatile boolean over;

        Sending(FileChannel channel, long length, Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.channel = channel;
            this.left = length;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long pieces) {
            if (pieces <= 0) {
                fail(new IllegalArgumentException("request(" + pieces + ") asks for nothing"));
                return;
            }
            if (demand.getAndAccumulate(pieces, Sending::sum) != 0) {
                return;
            }
            do {
                next();
            } while (!over && demand.decrementAndGet() > 0);
        }

        private static long sum(long wanted, long more) {
            return wanted > Long.MAX_VALUE - more ? Long.MAX_VALUE : wanted + more;
        }

        private void next() {
            if (over) {
                return;
            }
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
            try {
                while (piece.hasRemaining()) {
                    if (channel.read(piece) < 0) {
                        throw new EOFException("The file became shorter while it was sent");
                    }
                }
            } catch (IOException e) {
                if (!over) {
                    fail(e);
                }
                return;
            }
            left -= piece.capacity();
            if (piece.capacity() > 0) {
                subscriber.onNext(piece.flip());
            }
            if (left == 0 && !over) {
                cancel();
                subscriber.onComplete();
            }
        }

        private void fail(Exception cause) {
            cancel();
            subscriber.onError(cause);
        }

        @Override
        public void cancel() {
            over = true;
            try {
                channel.close();
            } catch (IOException e) {
                // It was only read.
            }
        }
    }
}
