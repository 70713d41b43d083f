/** Socket.IO protocol 5 packets and their codec. Pure: no clock, thread or I/O. */
@NullMarked
package ceres.socketio.protocol;

import org.jspecify.annotations.NullMarked;
