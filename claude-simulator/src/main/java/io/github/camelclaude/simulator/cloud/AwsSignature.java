/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cloud;

import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who signed a request to Bedrock (Signature Version 4). Without secrets only that there is a signature of the right form is
 * checked; with them, that it is right: over the method, the whole path, the signed headers and the body.
 *
 * @param secrets by the ids of access keys; empty if any signature will do
 */
public record AwsSignature(Map<String, String> secrets) {

    private static final String USUAL_REGION = "us-east-1";
    private static final String WRONG =
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access"
                    + " Key and signing method.";
    private static final Pattern SIGNED = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8}/([a-z0-9-]+)/[a-z0-9-]+/aws4_request),\\s*SignedHeaders=([^,]+),\\s*Signature=([0-9a-f]{64})");

    /**
     * What is signed.
     *
     * @param path    as it was sent
     * @param query   as it was sent, in the order of the names; empty for none
     * @param headers the value of a header by its name in lower case, or null
     */
    public record Request(
            String method, String path, String query, Function<String, String> headers, Supplier<byte[]> body) {}

    /**
     * The region that a request is for.
     *
     * @param ofPath the region that the path names, or null
     */
    public String region(Request request, String ofPath) {
        String authorization = request.headers().apply("authorization");
        if (authorization == null) {
            throw new ApiException(ApiError.permission("Missing Authentication Token"));
        }
        if (isBearer(authorization)) {
            return ofPath == null ? USUAL_REGION : ofPath;
        }
        Matcher matcher = SIGNED.matcher(authorization);
        if (!matcher.matches() || request.headers().apply("x-amz-date") == null) {
            throw new ApiException(ApiError.permission(WRONG));
        }
        if (!secrets.isEmpty()) {
            verify(request, matcher);
        }
        return ofPath == null ? matcher.group(3) : ofPath;
    }

    /** Whether a token stands in the place of a signature. */
    public static boolean isBearer(String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                && authorization.length() > 7;
    }

    private void verify(Request request, Matcher signed) {
        String secret = secrets.get(signed.group(1));
        if (secret == null) {
            throw new ApiException(ApiError.permission("The security token included in the request is invalid."));
        }
        String toSign = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                request.headers().apply("x-amz-date"),
                signed.group(2),
                sha256(canonical(request, signed.group(4)).getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : signed.group(2).split("/")) {
            key = hmac(key, part);
        }
        if (!HexFormat.of().formatHex(hmac(key, toSign)).equals(signed.group(5))) {
            throw new ApiException(ApiError.permission(WRONG));
        }
    }

    private static String canonical(Request request, String signedHeaders) {
        String headers = Arrays.stream(signedHeaders.split(";"))
                .map(name -> name + ':' + value(request, name) + '\n')
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                encoded(request.path()),
                request.query(),
                headers,
                signedHeaders,
                sha256(request.body().get()));
    }

    private static String value(Request request, String name) {
        String value = request.headers().apply(name);
        return value == null ? "" : value.strip().replaceAll(" +", " ");
    }

    /** Every service but S3 encodes the path as it was sent once more. */
    private static String encoded(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(segment -> URLEncoder.encode(segment, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A")
                        .replace("%7E", "~"))
                .collect(Collectors.joining("/"));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
