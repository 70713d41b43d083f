/** A Socket.IO v4 server: namespaces, sockets, acknowledgements and middleware. */
@NullMarked
package ceres.socketio.server;

import org.jspecify.annotations.NullMarked;
