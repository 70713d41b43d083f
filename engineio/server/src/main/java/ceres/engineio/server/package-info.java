/** Engine.IO sessions over HTTP long-polling and WebSocket. */
@NullMarked
package ceres.engineio.server;

import org.jspecify.annotations.NullMarked;
