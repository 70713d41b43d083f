package ceres.socketio.server;

import ceres.engineio.server.EngineStatistics;

/**
 * What a server has done since it was made, and what there is now. Immutable.
 *
 * @param engine the same of the layer below
 * @param delivered how many times a broadcast was sent to a client
 * @param dropped how many times something volatile was not sent, because its client did not keep up
 */
public record SocketIoStatistics(EngineStatistics engine, long delivered, long dropped) {}
