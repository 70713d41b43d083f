package ceres.socketio.server;

/**
 * A packet that was sent on an event loop. Immutable.
 *
 * @param number greater than that of every packet which was sent on this loop before
 */
record SentPacket(long number, EncodedMessages packet) {}
