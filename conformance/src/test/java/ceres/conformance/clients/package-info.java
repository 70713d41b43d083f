/** The chat as the official Socket.IO client for Java sees it. */
@NullMarked
package ceres.conformance.clients;

import org.jspecify.annotations.NullMarked;
