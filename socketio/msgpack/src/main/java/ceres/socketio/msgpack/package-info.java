/**
 * Socket.IO packets as MessagePack, the wire of {@code socket.io-msgpack-parser} 3. Pure: no clock,
 * thread or I/O.
 */
@NullMarked
package ceres.socketio.msgpack;

import org.jspecify.annotations.NullMarked;
