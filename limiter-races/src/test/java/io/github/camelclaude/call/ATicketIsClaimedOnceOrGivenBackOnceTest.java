/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.races.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

class ATicketIsClaimedOnceOrGivenBackOnceTest {

    @Test
    void whoeverComesFirst() {
        assertThatCode(() -> Lincheck.MODEL.check(SharedTicket.class)).doesNotThrowAnyException();
    }

    @Test
    void onlyTheClaimItselfTellsWhoCameFirst() {
        assertThatThrownBy(() -> Lincheck.MODEL.check(SharedTicket.ClaimedUnseen.class))
                .isInstanceOf(LincheckAssertionError.class);
    }
}
