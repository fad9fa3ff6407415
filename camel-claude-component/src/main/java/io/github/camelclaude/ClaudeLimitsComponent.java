/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.limits.LimitOptions;
import java.util.Map;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.HealthCheckComponent;

/** The options that a component has alone, because its endpoints share what they are about: limits, queue and money. */
public abstract class ClaudeLimitsComponent extends HealthCheckComponent {

    @Metadata(
            enums = "hold,shadow,off",
            defaultValue = "hold",
            description = "Whether calls are held to the limits: hold makes them wait until they fit, shadow "
                    + "lets everything pass and tells what would have happened, off is no limiter at all.")
    private LimiterMode limiter = LimiterMode.hold;

    @Metadata(
            description = "The tier of your organization, such as start, build or scale, whose limits hold "
                    + "until headers tell others. Without it the smallest limits that were ever published "
                    + "are assumed at the start.")
    private String tier;

    @Metadata(description = "Limits requests per minute, for each model class, whatever the service would allow.")
    private Long requestsPerMinute;

    @Metadata(
            description =
                    "Limits input tokens per minute (those not read from the prompt cache), for each " + "model class.")
    private Long inputTokensPerMinute;

    @Metadata(description = "Limits output tokens per minute, for each model class.")
    private Long outputTokensPerMinute;

    @Metadata(description = "Limits input and output tokens together per minute, for each model class.")
    private Long tokensPerMinute;

    @Metadata(
            description = "The limits of single models or model classes, which come before those for all: "
                    + "limits[claude-opus-5-5].requestsPerMinute=4000.")
    private Map<String, LimitOptions> limits;

    @Metadata(
            defaultValue = "5000",
            description = "How many calls may be under way at once, for each model class. Bounds memory; the "
                    + "limits per minute usually allow fewer.")
    private long maxConcurrency = 5_000;

    @Metadata(
            defaultValue = "1000",
            description = "How many calls may wait for a permit. What happens to one more is up to whenFull.")
    private int maxQueueSize = 1_000;

    @Metadata(
            defaultValue = "learn",
            description = "How much may be taken at once after a rest: learn begins carefully and finds out "
                    + "how much the service takes, careful stays with the least that is known, a duration "
                    + "such as 10s says so many seconds of the limits.")
    private String burst = "learn";

    @Metadata(
            defaultValue = "1.0",
            description = "Which part of every limit is for this process, above 0 and at most 1, where several "
                    + "share one organization: 0.25 for each of four pods.")
    private double quotaShare = 1.0;

    @Metadata(
            description = "A file with the limits of your organization as the Rate Limits API tells them: "
                    + "classpath:limits.json or file:limits.json.")
    private String limitsFile;

    @Metadata(
            label = "security",
            secret = true,
            description = "An Admin key, to ask the Rate Limits API for the limits at the start. Without it "
                    + "nothing is asked.")
    private String adminApiKey;

    @Metadata(
            label = "advanced",
            defaultValue = "1s",
            javaType = "java.time.Duration",
            description = "How long a call of a transacted exchange may wait for a permit: its transaction is "
                    + "open and its thread blocked meanwhile.")
    private long transactedMaxWait = 1_000;

    @Metadata(description = "The most that may be spent in a day (UTC), in USD at list prices; more is refused.")
    private Double spendPerDay;

    @Metadata(description = "The most that may be spent in a month (UTC), in USD at list prices; more is " + "refused.")
    private Double spendPerMonth;

    @Metadata(
            description = "The most that may be spent in a day (UTC) for one fairness key, in USD at list "
                    + "prices; more is refused.")
    private Double spendPerKeyPerDay;

    @Metadata(
            label = "advanced",
            description = "Headers from outside that may speak, comma-separated: "
                    + "x-priority=CamelClaudePriority. Only CamelClaudePriority (not critical), "
                    + "CamelClaudeDeadline, CamelClaudeFairnessKey, CamelClaudeMaxTokens (not more than "
                    + "maxTokens) and CamelClaudeCustomId can be set so.")
    private String headerMapping;

    public LimiterMode getLimiter() {
        return limiter;
    }

    public void setLimiter(LimiterMode limiter) {
        this.limiter = limiter;
    }

    public String getTier() {
        return tier;
    }

    public void setTier(String tier) {
        this.tier = tier;
    }

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

    public void setTokensPerMinute(Long tokensPerMinute) {
        this.tokensPerMinute = tokensPerMinute;
    }

    public Map<String, LimitOptions> getLimits() {
        return limits;
    }

    public void setLimits(Map<String, LimitOptions> limits) {
        this.limits = limits;
    }

    public long getMaxConcurrency() {
        return maxConcurrency;
    }

    public void setMaxConcurrency(long maxConcurrency) {
        this.maxConcurrency = maxConcurrency;
    }

    public int getMaxQueueSize() {
        return maxQueueSize;
    }

    public void setMaxQueueSize(int maxQueueSize) {
        this.maxQueueSize = maxQueueSize;
    }

    public String getBurst() {
        return burst;
    }

    public void setBurst(String burst) {
        this.burst = burst;
    }

    public double getQuotaShare() {
        return quotaShare;
    }

    public void setQuotaShare(double quotaShare) {
        this.quotaShare = quotaShare;
    }

    public String getLimitsFile() {
        return limitsFile;
    }

    public void setLimitsFile(String limitsFile) {
        this.limitsFile = limitsFile;
    }

    public String getAdminApiKey() {
        return adminApiKey;
    }

    public void setAdminApiKey(String adminApiKey) {
        this.adminApiKey = adminApiKey;
    }

    public long getTransactedMaxWait() {
        return transactedMaxWait;
    }

    public void setTransactedMaxWait(long transactedMaxWait) {
        this.transactedMaxWait = transactedMaxWait;
    }

    public Double getSpendPerDay() {
        return spendPerDay;
    }

    public void setSpendPerDay(Double spendPerDay) {
        this.spendPerDay = spendPerDay;
    }

    public Double getSpendPerMonth() {
        return spendPerMonth;
    }

    public void setSpendPerMonth(Double spendPerMonth) {
        this.spendPerMonth = spendPerMonth;
    }

    public Double getSpendPerKeyPerDay() {
        return spendPerKeyPerDay;
    }

    public void setSpendPerKeyPerDay(Double spendPerKeyPerDay) {
        this.spendPerKeyPerDay = spendPerKeyPerDay;
    }

    public String getHeaderMapping() {
        return headerMapping;
    }

    public void setHeaderMapping(String headerMapping) {
        this.headerMapping = headerMapping;
    }
}
