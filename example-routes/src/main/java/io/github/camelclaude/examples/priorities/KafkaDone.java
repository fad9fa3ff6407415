/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.priorities;

import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;

/**
 * Commits a record whose outcome has been written. What waits for its permit when everything stops is not committed, and is
 * read again by whoever has the partition next.
 */
public class KafkaDone {

    public void commit(@Header(KafkaConstants.MANUAL_COMMIT) KafkaManualCommit record) {
        if (record != null) {
            record.commit();
        }
    }
}
