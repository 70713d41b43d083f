/**
 * Socket.IO protocol 5 packets and their parsers. Pure: no clock, thread or I/O.
 *
 * <p>The data of a packet is a tree of <em>values</em>: {@code null}, {@link Boolean}, {@link
 * Long}, {@link java.math.BigInteger}, {@link Double}, {@link String}, {@code List<@Nullable
 * Object>}, {@code Map<String, @Nullable Object>} in the order of the wire, and {@code byte[]} for
 * a binary attachment. Whoever puts a list, map or array into a packet gives it away: it is not
 * copied, and not to be changed afterwards.
 */
@NullMarked
package ceres.socketio.protocol;

import org.jspecify.annotations.NullMarked;
