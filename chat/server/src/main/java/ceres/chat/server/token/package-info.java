/**
 * Who is it: JSON Web Tokens verified (RFC 7519, RFC 8725) and, for trying things out, minted.
 *
 * <p>Knows neither settings nor sockets.
 */
@NullMarked
package ceres.chat.server.token;

import org.jspecify.annotations.NullMarked;
