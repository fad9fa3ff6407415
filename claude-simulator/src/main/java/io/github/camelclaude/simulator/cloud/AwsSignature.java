/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cloud;

import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who signed a request to Bedrock. That there is a signature of the right form is checked, not that it is right: the
 * simulator has no secrets.
 */
public final class AwsSignature {

    private static final String USUAL_REGION = "us-east-1";
    private static final Pattern SIGNED = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=[^/]+/\\d{8}/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request,\\s*SignedHeaders=[^,]+,\\s*Signature=[0-9a-f]{64}");

    private AwsSignature() {}

    /**
     * The region that a request is for.
     *
     * @param authorization the header, or null
     * @param date {@code x-amz-date}, or null
     * @param ofPath the region that the path names, or null
     */
    public static String region(String authorization, String date, String ofPath) {
        if (authorization == null) {
            throw new ApiException(ApiError.permission("Missing Authentication Token"));
        }
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7) && authorization.length() > 7) {
            return ofPath == null ? USUAL_REGION : ofPath;
        }
        Matcher matcher = SIGNED.matcher(authorization);
        if (!matcher.matches() || date == null) {
            throw new ApiException(
                    ApiError.permission("The request signature we calculated does not match the signature you"
                            + " provided. Check your AWS Secret Access Key and signing method."));
        }
        return ofPath == null ? matcher.group(1) : ofPath;
    }
}
