/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;

/**
 * How the network is reached; each part may be null for the JDK's default.
 *
 * @param sslContext trusts, keys and protocols for TLS
 * @param proxy      an HTTP proxy
 */
public record TransportSettings(SSLContext sslContext, InetSocketAddress proxy) {}
