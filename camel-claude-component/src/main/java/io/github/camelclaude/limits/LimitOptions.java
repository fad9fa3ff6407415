/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

/**
 * The limits that a configuration gives, for one model class or for all; what is null is not given. A bean, so that
 * {@code limits[claude-opus-5-5].requestsPerMinute=4000} can be bound.
 */
public class LimitOptions {

    private Long requestsPerMinute;
    private Long inputTokensPerMinute;
    private Long outputTokensPerMinute;
    private Long tokensPerMinute;
    private Long maxConcurrency;
    private Double spendPerDay;
    private Double spendPerMonth;

    public Long getRequestsPerMinute() {
        return requestsPerMinute;
    }

    public void setRequestsPerMinute(Long requestsPerMinute) {
        this.requestsPerMinute = requestsPerMinute;
    }

    public Long getInputTokensPerMinute() {
        return inputTokensPerMinute;
    }

    public void setInputTokensPerMinute(Long inputTokensPerMinute) {
        this.inputTokensPerMinute = inputTokensPerMinute;
    }

    public Long getOutputTokensPerMinute() {
        return outputTokensPerMinute;
    }

    public void setOutputTokensPerMinute(Long outputTokensPerMinute) {
        this.outputTokensPerMinute = outputTokensPerMinute;
    }

    public Long getTokensPerMinute() {
        return tokensPerMinute;
    }

    /** Input and output together. */
    public void setTokensPerMinute(Long tokensPerMinute) {
        this.tokensPerMinute = tokensPerMinute;
    }

    public Long getMaxConcurrency() {
        return maxConcurrency;
    }

    /** Calls at the same time. */
    public void setMaxConcurrency(Long maxConcurrency) {
        this.maxConcurrency = maxConcurrency;
    }

    public Double getSpendPerDay() {
        return spendPerDay;
    }

    /** In USD at list prices, by all backends together. */
    public void setSpendPerDay(Double spendPerDay) {
        this.spendPerDay = spendPerDay;
    }

    public Double getSpendPerMonth() {
        return spendPerMonth;
    }

    /** In USD at list prices, by all backends together. */
    public void setSpendPerMonth(Double spendPerMonth) {
        this.spendPerMonth = spendPerMonth;
    }
}
