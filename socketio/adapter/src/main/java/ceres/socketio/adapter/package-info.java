/** Who is in which room, and what a broadcast is. */
@NullMarked
package ceres.socketio.adapter;

import org.jspecify.annotations.NullMarked;
